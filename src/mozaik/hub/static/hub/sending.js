// Sends a sealed file in piece by piece, with how far it is; what broke off goes on where it stopped.
// Without this script the form sends the file whole.

const PIECE = 4 * 1024 * 1024;
const TRIES = 6;
const form = document.querySelector("form[data-pieces]");
const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const sha256 = (bytes) => crypto.subtle.digest("SHA-256", bytes);
const pause = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

function show(word, share) {
  const part = form.querySelector("[data-progress]");
  part.hidden = false;
  part.querySelector("progress").value = share;
  const text = `${form.dataset[word]} ${Math.floor(share * 10) * 10} %`;  // in tens: it is read aloud
  const line = part.querySelector("[data-far]");
  if (line.textContent !== text) line.textContent = text;
}

// The same file has the same mark, whatever its name: by it the hub knows again what broke off.
async function markOf(file) {
  const digests = [];
  for (let at = 0; at < file.size; at += PIECE) {
    digests.push(new Uint8Array(await sha256(await file.slice(at, at + PIECE).arrayBuffer())));
    show("reading", Math.min(1, (at + PIECE) / file.size));
  }
  return hex(await sha256(await new Blob(digests).arrayBuffer()));
}

async function post(address, body, headers = {}) {
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = await fetch(address, {
        method: "POST", body,
        headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, ...headers },
      });
      if (answer.status === 404 && tries > 1) return { done: location.pathname };  // its answer was lost
      if (answer.status < 500) return await told(answer);
    } catch (error) {
      if (error instanceof Refusal || tries >= TRIES) throw error;
    }
    if (tries >= TRIES) throw new Refusal(form.dataset.failed);
    await pause(500 * 2 ** tries);
  }
}

class Refusal extends Error {}

async function told(answer) {
  const said = await answer.json();
  if (said.go) { location.assign(said.go); return new Promise(() => {}); }
  if (said.error) throw new Refusal([said.error.what, said.error.why, said.error.remedy].filter(Boolean).join(". "));
  return said;
}

async function send(file) {
  const mark = await markOf(file);
  const begun = await post(form.dataset.pieces, new URLSearchParams({ name: file.name, size: file.size, mark }));
  for (let offset = begun.offset; ;) {
    show("sending", offset / file.size);
    const piece = file.slice(offset, offset + begun.piece);
    const said = await post(begun.to, piece, { "Piece-Offset": offset, "Content-Type": "application/octet-stream" });
    if (said.done) return said.done;
    offset = said.offset;
  }
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const fault = form.querySelector("[data-fault]"), button = form.querySelector("button");
  fault.hidden = true;
  button.disabled = true;
  try {
    location.assign(await send(form.elements.file.files[0]));
  } catch (error) {
    fault.textContent = error instanceof Refusal ? error.message : form.dataset.failed;
    fault.hidden = false;
    button.disabled = false;
  }
});
