"""Files at the root of the site that servers and search engines read."""

from collections.abc import Iterable

from mozaik.campaign.site import Site


def robots(site: Site) -> str:
    """What search engines may read: everything but the neutral pages, which say so themselves."""
    return f"User-agent: *\nAllow: /\nSitemap: {site.base_url}/sitemap.xml\n"


def sitemap(site: Site, paths: Iterable[str]) -> str:
    """Every page but the neutral ones, with the day of the text."""
    day = site.settings.text_date.isoformat()
    entries = "".join(
        f"<url><loc>{site.base_url}/{path}</loc><lastmod>{day}</lastmod></url>\n" for path in sorted(paths)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'
    )
