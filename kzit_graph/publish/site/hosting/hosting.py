"""The files with which static hosts serve a site as it is meant: content types, headers, and redirects from the IRIs of things.

`_headers` is for Cloudflare Pages, Netlify and hosts like them, `.htaccess` for Apache, `.nojekyll` for GitHub Pages, which otherwise
leaves folders such as `~m` out. `w3id.htaccess` is for a service of persistent IRIs: it redirects the IRIs of a project to the host of its
site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote, urlsplit

from kzit_graph.publish.site.edition.addresses import url_path
from kzit_graph.publish.site.edition.links import LINKSET, LINKSET_TEXT, LINKSET_TEXT_TYPE, LINKSET_TYPE, MEDIA_TYPES
from kzit_graph.publish.site.edition.page import SiteLanguages
from kzit_graph.publish.site.edition.publication import Publication

HEADERS: Final = "_headers"
HTACCESS: Final = ".htaccess"
NO_JEKYLL: Final = ".nojekyll"
REDIRECTS: Final = "w3id.htaccess"

_OTHER_TYPES: Final = {
    "atom": "application/atom+xml",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "toml": "application/toml",
    "wasm": "application/wasm",
}
_UTF_8: Final = ("csv", "html", "js", "nq", "nt", "svg", "toml", "trig", "ttl")
"""Extensions of texts. A text in JSON is in UTF-8 without saying so (RFC 8259), and one in XML says so itself."""

_ANYWHERE: Final = "frame-ancestors 'none'"
"""What only a header can say: that no other page may have the pages of the site in a frame."""

_COMMON: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Access-Control-Allow-Origin", "*"),
)
_NEGOTIATED: Final = ("ttl", "jsonld", "nt")
_HTML: Final = "text/html|application/xhtml\\+xml"
_FULL: Final = r"(?:\s*;(?!\s*q=0)[^,;]*)*\s*(?:,|$)"
"""What follows a media type in an Accept header if it is as good as any other."""

_LESS: Final = r"(?=\s*(?:[;,]|$))(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))"
"""What follows a media type that is wanted at all."""

_WANTED: Final = r"(?![^,]*;\s*q=0(?:\.0*)?\s*(?:,|$))"
"""What follows a language that is wanted."""

_SPECIAL: Final = re.compile(r"[][\\^$.|?*+(){}]")
_NOT_IN_ARGUMENTS: Final = re.compile(r'[\x00-\x1f\x7f"\\]')
_MAX_RULES: Final = 1_000
"""Redirects of single things. With more of them, each request to the service would become slow."""

_WRITTEN: Final = "# Written by kzit-graph build.\n"


def hosting_files(
    publication: Publication, languages: SiteLanguages, stems: Mapping[str, str], policies: Iterable[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield the path and the content of each file.

    stems: of the documents of things by their local names. policies: the Content Security Policies of all pages.
    """
    policy = f"{joined_policies(policies)}; {_ANYWHERE}"
    yield HEADERS, headers(policy).encode()
    yield HTACCESS, htaccess(publication.public_url, languages, publication.formats, policy, stems).encode()
    yield NO_JEKYLL, b""
    if publication.public_url and not publication.base.startswith(publication.public_url):
        yield REDIRECTS, redirects(publication, stems).encode()


def joined_policies(policies: Iterable[str]) -> str:
    """Return the policy that allows what one of the others allows. Each page states its own one as well, and both hold.

    >>> joined_policies(["default-src 'none'; script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"])
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"
    """
    found: dict[str, dict[str, None]] = {}
    for policy in policies:
        for directive in filter(None, map(str.strip, policy.split(";"))):
            name, *words = directive.split()
            found.setdefault(name, {}).update(dict.fromkeys(words))
    for values in found.values():
        if len(values) > 1:
            values.pop("'none'", None)
    return "; ".join(" ".join((name, *values)) for name, values in found.items())


def headers(policy: str) -> str:
    """Return the rules of Cloudflare Pages and Netlify. policy: the Content Security Policy of all pages."""
    lines = [_WRITTEN.rstrip(), "/*", f"  Content-Security-Policy: {policy}", *(f"  {name}: {value}" for name, value in _COMMON)]
    for extension, media_type in sorted(_types().items()):
        if extension not in ("html", "json", "svg", "js"):  # every host knows these
            lines += [f"/*.{extension}", f"  Content-Type: {_with_charset(extension, media_type)}"]
    for file, media_type in _OF_FILES.items():
        lines += [f"/{file}", f"  Content-Type: {media_type}"]
    return "".join(f"{line}\n" for line in lines)


def htaccess(
    public_url: str, languages: SiteLanguages, formats: Sequence[str], policy: str, stems: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Return the configuration of Apache 2.4 for the folder of a build.

    The IRI of a thing leads to its page in the language of the reader, or to its data. formats: extensions of the documents of a thing.
    stems: of these documents by the local names of things.
    """
    lines = [_WRITTEN.rstrip(), "DirectoryIndex index.html", "DirectorySlash Off", "Options -Indexes -MultiViews"]
    lines += [f"ErrorDocument 404 {urlsplit(public_url).path}404.html"] if public_url else []
    lines += ["", "<IfModule mod_mime.c>"]
    lines += [f"  AddType {media_type} .{extension}" for extension, media_type in sorted(_types().items())]
    lines += [f"  AddCharset utf-8 {' '.join(f'.{extension}' for extension in _UTF_8)}", "</IfModule>"]
    for file, media_type in _OF_FILES.items():
        lines += [f'<Files "{file}">', f"  ForceType {media_type}", "</Files>"]
    lines += ["", "<IfModule mod_headers.c>", f'  Header always set Content-Security-Policy "{policy}"']
    lines += [f'  Header always set {name} "{value}"' for name, value in _COMMON]
    lines += ["  Header always merge Vary Accept"] + (["  Header always merge Vary Accept-Language"] if len(languages.all) > 1 else [])
    lines += ["</IfModule>", "", "<IfModule mod_rewrite.c>"]
    lines += [f"  {line}" for line in _rules(languages, formats, stems)]
    return "".join(f"{line}\n" for line in (*lines, "</IfModule>"))


def _rules(languages: SiteLanguages, formats: Sequence[str], stems: Mapping[str, str]) -> Iterator[str]:
    """Yield the rules that lead from the IRI of a thing to one of its documents."""
    yield "RewriteEngine On"
    yield from _chosen_type(formats)
    yield "RewriteRule ^ - [E=LANGUAGE:]"
    for language in languages.all:
        if folder := languages.folder(language):
            yield "RewriteCond %{ENV:TYPE} =html"
            yield f"RewriteCond %{{HTTP:Accept-Language}} {_first_language(language, languages)} [NC]"
            yield f"RewriteRule ^ - [E=LANGUAGE:{folder}]"
    yield "# The address of this folder is what comes before the path in it."
    yield from ("RewriteCond $0#%{REQUEST_URI} ^([^#]*)#(.*)\\1$", "RewriteRule ^.*$ - [E=FOLDER:%2]")
    target = "%{ENV:FOLDER}%{ENV:LANGUAGE}"
    yield from (
        f'RewriteRule {_pattern(local)} "{target}{re.sub("[%$]", _escaped, stem)}.%{{ENV:TYPE}}" [R=303,L]'
        for local, stem in _other_names(stems, _MAX_RULES).items()
    )
    yield "# A folder is no page, but the home page of a language."
    yield from ("RewriteCond %{REQUEST_FILENAME} -d", "RewriteCond %{REQUEST_FILENAME}/index.html !-f")
    yield from ("RewriteCond %{REQUEST_FILENAME}.html !-f", "RewriteRule . - [R=404,L]")
    yield from ("RewriteCond %{REQUEST_FILENAME}/index.html -f", "RewriteCond %{REQUEST_FILENAME}.html !-f")
    yield from ("RewriteCond %{REQUEST_URI} !/$", "RewriteRule . %{REQUEST_URI}/ [R=301,L]")
    yield "# A file is itself, and there is nothing below a page."
    yield from ("RewriteCond %{REQUEST_FILENAME} -f [OR]", "RewriteCond $0#%{REQUEST_FILENAME} !^([^#]*)#.*/\\1$")
    yield "RewriteRule ^.*$ - [L]"
    for extension in ("%{ENV:TYPE}", "html"):
        yield f"RewriteCond %{{REQUEST_FILENAME}}.{extension} -f"
        yield f"RewriteRule ^.+$ {target}$0.{extension} [R=303,L]"


def redirects(publication: Publication, stems: Mapping[str, str]) -> str:
    """Return redirects from the IRIs of a project to its site, for Apache 2.4. They belong into the folder to which the base leads.

    stems: of the documents of things by their local names.
    """
    target, is_folder = publication.public_url, publication.base.endswith("/")
    lines = [_WRITTEN.rstrip(), f"# Redirects from {publication.base} to {target}", "Options +FollowSymLinks", "RewriteEngine On"]
    lines += _chosen_type(publication.formats)
    if not is_folder:  # what follows "#" is not sent, so there is one answer for all
        lines += ["RewriteCond %{ENV:TYPE} =html", f"RewriteRule ^ {target}index.html [R=303,L]"]
        lines += ["RewriteCond %{ENV:TYPE} =jsonld", f"RewriteRule ^ {target}{publication.name}.jsonld [R=303,L]"]
        return "".join(f"{line}\n" for line in (*lines, f"RewriteRule ^ {target}{publication.name}.ttl [R=303,L]"))
    lines += [f"RewriteRule ^$ {target} [R=303,L]"]
    others = _other_names(stems, _MAX_RULES)
    lines += [] if others or not _other_names(stems) else ["# Too many things have other names than their IRIs. They are left out."]
    lines += ["# A document, by its extension."]
    lines += [f"RewriteRule ^(.+\\.(?:{'|'.join(sorted({*_types(), 'json', 'txt', 'xml'}))}))$ {target}$1 [R=302,L]"]
    for local, stem in others.items():
        lines += [f"RewriteRule {_pattern(local)} {target}{re.sub('[%$]', _escaped, url_path(stem))}.%{{ENV:TYPE}} [R=303,L,NE]"]
    lines += [f"RewriteRule ^(.+?)/?$ {target}$1.%{{ENV:TYPE}} [R=303,L]"]
    return "".join(f"{line}\n" for line in lines)


def _other_names(stems: Mapping[str, str], maximum: int | None = None) -> dict[str, str]:
    """Return the things whose documents have other names than their IRIs; none if there are more than a maximum."""
    found = {local: stem for local, stem in sorted(stems.items()) if local and "?" not in local and unquote(local) != stem}
    return {} if maximum is not None and len(found) > maximum else found


def _chosen_type(formats: Sequence[str]) -> Iterator[str]:
    """Yield rules that set the variable TYPE to the extension of the document that a client prefers."""
    offered = [extension for extension in _NEGOTIATED if extension in formats]
    yield "# TYPE: the first type in the Accept header that there is; one with a lower weight only if there is no other."
    yield "RewriteRule ^ - [E=TYPE:html]"
    types = {extension: MEDIA_TYPES[extension].replace("+", "\\+") for extension in offered}
    known = "|".join((_HTML, *types.values()))
    for extension, name in types.items():
        full = rf"(?:(?!(?:{known}){_FULL})[^,]*,\s*)*{name}{_FULL}"
        less = rf"(?!(?:.*,)?\s*(?:{known}){_FULL})(?:(?!(?:{known}){_LESS})[^,]*,\s*)*{name}{_LESS}"
        yield f'RewriteCond %{{HTTP_ACCEPT}} "^\\s*(?:{full}|{less})" [NC]'
        yield f"RewriteRule ^ - [E=TYPE:{extension}]"


def _first_language(language: str, languages: SiteLanguages) -> str:
    """Return a regular expression for an Accept-Language header whose first language of a site is this one."""
    known = "|".join(map(re.escape, languages.all))
    return rf'"^\s*(?:(?!(?:{known})\b{_WANTED})[^,]*,\s*)*{re.escape(language)}\b{_WANTED}"'


def _types() -> dict[str, str]:
    return {**{extension: found for extension, found in MEDIA_TYPES.items() if extension != "json"}, **_OTHER_TYPES}


_OF_FILES: Final = {
    LINKSET: LINKSET_TYPE,
    LINKSET_TEXT: LINKSET_TEXT_TYPE,
    "croissant.json": "application/ld+json",
    "ro-crate-metadata.json": "application/ld+json",
}
"""Media types of files whose extension says less."""


def _with_charset(extension: str, media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if extension in _UTF_8 else media_type


def _pattern(local: str) -> str:
    """Return a regular expression for a path, as one argument."""
    text = _SPECIAL.sub(_escaped, _NOT_IN_ARGUMENTS.sub(".", unquote(local)))
    return f'"^{text}$"'


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"
