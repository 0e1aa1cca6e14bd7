// What a page of the hub does in the browser: keys that never leave it, signatures, a queue by keyboard, a clock.

const word = (name) => document.querySelector(`#words [data-word="${name}"]`)
  ?? document.getElementById("words")?.content.querySelector(`[data-word="${name}"]`);
const words = (name) => word(name)?.textContent ?? "";
const account = document.body.dataset.account ?? "";
const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const bytesOf = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const grouped = (text) => (text.match(/.{1,4}/g) ?? []).join(" ");
const sha256 = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));

// Seven words for the first 72 bits, as `mozaik.seal.in_words` says them: the same here and on the command line.
async function inWords(digest) {
  const list = (await (await fetch(document.body.dataset.wordList)).text()).split("\n").filter(Boolean);
  const said = [];
  for (let number = BigInt(`0x${digest.slice(0, 18)}`); said.length < 7; number /= BigInt(list.length)) {
    said.unshift(list[Number(number % BigInt(list.length))]);
  }
  return said.join(" ");
}

// Keys lie in the browser's own store as keys that cannot be taken out: what a page reads there is a handle.
function store(mode, act) {
  return new Promise((done, fail) => {
    const opening = indexedDB.open("mozaik-keys", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("keys", { keyPath: "id" });
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
      const asked = act(opening.result.transaction("keys", mode).objectStore("keys"));
      asked.onsuccess = () => { opening.result.close(); done(asked.result); };
      asked.onerror = () => { opening.result.close(); fail(asked.error); };
    };
  });
}
const ownKeys = async () => (await store("readonly", (keys) => keys.getAll()))
  .filter((key) => key.account === account)
  .sort((one, other) => other.madeAt - one.madeAt);

async function makeKey() {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  const raw = await crypto.subtle.exportKey("raw", pair.publicKey);
  return { id: await sha256(raw), account, madeAt: Date.now(), publicKey: hex(raw), privateKey: pair.privateKey };
}

async function post(form, address, fields) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "X-Page": location.pathname },
    body: new URLSearchParams(fields),
  });
  const told = await answer.json();
  if (told.go) { location.assign(told.go); return new Promise(() => {}); }
  if (told.error) {
    const text = [told.error.what, told.error.why, told.error.remedy].filter(Boolean).join(". ");
    throw Object.assign(new Error(text), { lang: told.error.lang });
  }
  return told;
}

async function isAgreed(prepared, key) {
  const dialog = document.getElementById("signing");
  const says = prepared.says.map((line) => Object.assign(document.createElement("p"), { textContent: line }));
  document.getElementById("signing-says").replaceChildren(...says);
  document.getElementById("signing-key").textContent = grouped(key.id.slice(0, 16));
  const digest = await sha256(bytesOf(prepared.bytes));
  document.getElementById("signing-digest").textContent = grouped(digest.slice(0, 32));
  document.getElementById("signing-words").textContent = await inWords(digest);
  return new Promise((done) => {
    document.getElementById("signing-yes").onclick = () => { dialog.close(); done(true); };
    document.getElementById("signing-no").onclick = () => { dialog.close(); done(false); };
    dialog.oncancel = () => done(false);
    dialog.showModal();
  });
}

// What was agreed to is signed again without asking where only its place in the chain has changed meanwhile.
async function signAll(form, prepared, key) {
  let agreed = "";
  for (let tries = 0; tries < 200; tries += 1) {
    const asked = prepared.says.join("\n");
    if (asked !== agreed && !await isAgreed(prepared, key)) return null;
    agreed = asked;
    const signature = hex(await crypto.subtle.sign("Ed25519", key.privateKey, bytesOf(prepared.bytes)));
    const told = await post(form, form.dataset.complete, { token: prepared.token, key: key.id, signature });
    if (told.done) return told.done;
    prepared = told;
  }
  throw new Error(words("failed"));
}

async function submit(form, fields) {
  let key = (await ownKeys())[0];
  if ("make" in form.dataset) {
    key = await makeKey();
    fields.set("public_key", key.publicKey);
  } else {
    if (!key) throw new Error(words("no-key"));
  }
  const prepared = await post(form, form.dataset.prepare, fields);
  if ("make" in form.dataset) await store("readwrite", (keys) => keys.put(key));
  const done = await signAll(form, prepared, key);
  if (done) location.assign(done);
}

for (const form of document.querySelectorAll("form[data-prepare]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fault = form.querySelector("[data-fault]");
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    fault.hidden = true;
    const buttons = form.querySelectorAll("button");
    buttons.forEach((button) => { button.disabled = true; });
    try {
      await submit(form, fields);
    } catch (error) {
      fault.textContent = error instanceof Error ? error.message : words("failed");
      fault.lang = error.lang ?? document.documentElement.lang;
      fault.hidden = false;
    } finally {
      buttons.forEach((button) => { button.disabled = false; });
    }
  });
}

const cards = document.querySelector("[data-own-keys]");
if (cards) {
  const here = new Set((await ownKeys()).map((key) => key.id));
  for (const card of cards.querySelectorAll("[data-key]")) {
    const mark = card.querySelector("[data-here]");
    mark.hidden = !here.has(card.dataset.key);
    mark.textContent = words("here");
  }
}

document.querySelector(".places [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// The queue by keyboard: j and k move, Enter opens, x marks, a asks. A hit: 1 to 4 give a reason, c confirms, r rejects,
// z takes back what one said, a asks, u goes back. What is signed is shown first; nothing happens while somebody types.
const rows = [...document.querySelectorAll("[data-rows] tbody tr")];
let current = -1;
function move(to) {
  if (!rows.length) return;
  rows[current]?.classList.remove("current");
  current = Math.min(rows.length - 1, Math.max(0, to));
  rows[current].classList.add("current");
  rows[current].querySelector("td a").focus();
}
function judge(verdict, reason) {
  const field = document.querySelector("form.judge #reason");
  const button = document.querySelector(`form.judge [value=${verdict}]`);
  if (!button) return;
  if (!field.value) field.value = reason;
  if (field.value) button.click();
  else field.focus();
}
function mark() {
  const box = rows[current]?.querySelector("[name=hit]");
  if (!box) return;
  box.checked = !box.checked;
  document.querySelector("details.many").open = true;
}
const reasons = [...document.querySelectorAll("form.judge #reasons option")].map((option) => option.value);
function giveReason(number) {
  const field = document.querySelector("form.judge #reason");
  if (field && reasons[number - 1]) field.value = reasons[number - 1];
}
const inQueue = rows.length > 0;
const keys = {
  j: () => move(current + 1),
  k: () => move(current - 1),
  u: () => document.querySelector("[data-back]")?.click(),
  a: () => (inQueue ? rows[current] : document)?.querySelector("[data-ask]")?.click(),
  c: () => judge("confirm", ""),
  r: () => judge("reject", ""),
  x: () => mark(),
  z: () => judge("withdraw", document.querySelector("[data-undo]")?.textContent ?? ""),
  1: () => giveReason(1), 2: () => giveReason(2), 3: () => giveReason(3), 4: () => giveReason(4),
};
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input:not([type=checkbox]), select, textarea, dialog")) return;
  if (event.ctrlKey || event.altKey || event.metaKey || !Object.hasOwn(keys, event.key)) return;
  keys[event.key]();
  event.preventDefault();
});

const clock = document.querySelector("[data-clock]");
if (clock) {
  const tick = () => {
    const moment = new Date();
    for (const due of document.querySelectorAll("[data-due]")) {
      const minutes = Math.floor((Date.parse(due.dataset.due) - moment) / 60_000);
      const told = words("left").replace("#1", Math.floor(minutes / 60)).replace("#2", minutes % 60);
      due.textContent = minutes >= 0 ? `(${told})` : "";
    }
    clock.dateTime = moment.toISOString();
    clock.textContent = `${moment.toISOString().slice(11, 16)} UTC`;
  };
  tick();
  setInterval(tick, 10_000);
}
