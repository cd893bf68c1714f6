"""The page of the contract: one HTML file from openapi.yaml, readable without a network or scripts."""

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import environment

CONTRACT = environment.ROOT / "simulator" / "hub" / "contract" / "openapi.yaml"
TEMPLATE = Path(__file__).with_name("contract_page.html")
METHODS = ("get", "put", "post", "delete")
JSON_TYPE = "application/json"
PLACES = {"path": "パス", "query": "クエリ", "header": "ヘッダー"}
TYPES = {
    "string": "文字列",
    "integer": "整数",
    "boolean": "真偽",
    "array": "配列",
    "object": "オブジェクト",
    "null": "null",
}
# What any operation may answer, where its status is one of it.
GENERAL = (
    *("malformed", "unauthenticated", "forbidden", "unsupported", "too-large", "unsupported-media-type"),
    *("invalid-fields", "too-many-requests", "internal", "unavailable"),
)
BYTES_PER_KIB, KIB_PER_MIB = 1024, 1024
_HEADING = re.compile(r"h([1-4])")
_WIDE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
_NAMED = re.compile(r"<em>([^<]+)</em>")


def contract() -> str:
    """The page, from the contract alone."""
    import jinja2  # noqa: PLC0415 - there only in the environment
    import yaml  # noqa: PLC0415 - as above

    document = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    pages = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATE.parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    text = Text(document["info"]["description"])
    view = View(document)
    pages.filters |= {
        "words": text.line,
        "pretty": pretty,
        "kind": view.kind,
        "limits": view.limits,
        "size": size,
    }
    return pages.get_template(TEMPLATE.name).render(
        document=document,
        chapters=text.chapters,
        groups=view.groups(),
        view=view,
        places=PLACES,
        schemas=document["components"]["schemas"],
        codes={each["code"]: each for each in document["x-problem-codes"]},
    )


class Text:
    """The prose of the contract as HTML; headings get an id, and names of chapters in italics a link."""

    def __init__(self, markdown: str) -> None:
        from markdown_it import MarkdownIt  # noqa: PLC0415 - there only in the environment

        self._markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
        self._ids: dict[str, str] = {}
        self.chapters = list(self._split(markdown))
        for chapter in self.chapters:
            chapter["html"] = self._linked(chapter["html"])

    def line(self, markdown: str) -> Any:  # noqa: ANN401 - markup, whose type is not there outside
        """One paragraph as HTML without its frame."""
        from markupsafe import Markup  # noqa: PLC0415 - there only in the environment

        return Markup(self._linked(self._markdown.renderInline(markdown)))  # noqa: S704 - of our own contract

    def _split(self, markdown: str) -> Iterator[dict[str, Any]]:
        from markupsafe import Markup  # noqa: PLC0415 - there only in the environment

        for part in re.split(r"^(?=# )", markdown, flags=re.MULTILINE):
            if not part.strip():
                continue
            tokens = self._markdown.parse(part)
            heads = []
            for place, token in enumerate(tokens):
                _join_japanese(token.children or [])
                level = _HEADING.fullmatch(token.tag)
                if level is None:
                    continue
                token.tag = f"h{int(level[1]) + 1}"
                if token.nesting == 1:
                    heads.append(self._head(token, tokens[place + 1].content))
            html = self._markdown.renderer.render(tokens, self._markdown.options, {})
            yield {
                "id": heads[0][0],
                "title": heads[0][1],
                "heads": heads[1:],
                "html": Markup(html),  # noqa: S704 - of our own contract
            }

    def _head(self, token: Any, title: str) -> tuple[str, str]:  # noqa: ANN401 - a token of the library
        name = title.partition(" — ")[0]
        slug = f"c{len(self._ids) + 1}"
        self._ids[name] = slug
        token.attrSet("id", slug)
        return slug, title

    def _linked(self, html: str) -> Any:  # noqa: ANN401 - markup or text, as it came
        def link(found: re.Match[str]) -> str:
            slug = self._ids.get(unescape(found[1]))
            return found[0] if slug is None else f'<a href="#{slug}">{found[1]}</a>'

        return type(html)(_NAMED.sub(link, html))


def _join_japanese(inline: list[Any]) -> None:
    """Let no space stand where a line of Japanese was broken."""
    for before, token, after in zip(inline, inline[1:], inline[2:], strict=False):
        if token.type == "softbreak" and _WIDE.search(before.content[-1:] + after.content[:1]):
            token.type = "text"


class View:
    """What the template asks of the contract."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    def groups(self) -> list[dict[str, Any]]:
        """The operations by actor, in the order of the tags and of the paths."""
        operations = [
            {"path": path, "method": method, **item[method]}
            for path, item in self._document["paths"].items()
            for method in METHODS
            if method in item
        ]
        return [
            {**tag, "operations": [each for each in operations if each["tags"] == [tag["name"]]]}
            for tag in self._document["tags"]
        ]

    def resolved(self, node: Mapping[str, Any]) -> dict[str, Any]:
        """What a reference points to, with what stands beside it."""
        if "$ref" not in node:
            return dict(node)
        found: Any = self._document
        for name in node["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        return {**self.resolved(found), **{key: value for key, value in node.items() if key != "$ref"}}

    def name(self, node: Mapping[str, Any]) -> str:
        """The name of a schema that is referred to; empty for one that stands there itself."""
        return str(node.get("$ref", "")).rpartition("/")[2]

    def kind(self, node: Mapping[str, Any]) -> str:
        """The JSON type in Japanese."""
        told = self.resolved(node)
        types = told.get("type", "object")
        names = [types] if isinstance(types, str) else types
        return "または ".join(TYPES[name] for name in names)

    def limits(self, node: Mapping[str, Any]) -> list[str]:
        """The constraints in words; patterns and values as they are."""
        told = self.resolved(node)
        words = {
            "const": "つねに `{}`",
            "format": "形式 {}",
            "pattern": "`{}`",
            "minimum": "{} 以上",
            "maximum": "{} 以下",
            "minLength": "{} 文字以上",
            "maxLength": "{} 文字以下",
            "minItems": "{} 件以上",
            "maxItems": "{} 件以下",
        }
        found = [" / ".join(f"`{value}`" for value in told["enum"])] if "enum" in told else []
        found += [
            text.format(f"{told[key]:,}" if isinstance(told[key], int) else told[key])
            for key, text in words.items()
            if key in told and told[key] != 0 and not (key == "pattern" and told.get("format") == "date")
        ]
        return [*found, *(["重複なし"] if told.get("uniqueItems") else [])]

    def parameters(self, operation: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The parameters of an operation."""
        return [self.resolved(each) for each in operation.get("parameters", ())]

    def responses(self, operation: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The responses of an operation; `schema` and `example` empty where it has no body.

        `codes` are the problems that a status may stand for, the operation's own first.
        """
        found = []
        status_of = {each["code"]: each["status"] for each in self._document["x-problem-codes"]}
        own = operation.get("x-problems", {})
        for status, told in operation["responses"].items():
            codes = [code for code in (*own, *GENERAL) if status_of[code] == int(status)]
            response = self.resolved(told)
            content = next(iter(response.get("content", {}).values()), {})
            found.append(
                {
                    "status": int(status),
                    "codes": list(dict.fromkeys(codes)),
                    "description": response["description"],
                    "headers": list(response.get("headers", {})),
                    "schema": self.name(content.get("schema", {})),
                    "example": content.get("example"),
                }
            )
        return found

    def body(self, operation: Mapping[str, Any]) -> dict[str, Any] | None:
        """Media type, schema and example of the request's body."""
        for media, content in operation.get("requestBody", {}).get("content", {}).items():
            return {
                "media": media,
                "schema": self.name(content["schema"]),
                "example": content.get("example"),
            }
        return None

    def curl(self, operation: Mapping[str, Any]) -> str:
        """The request of the examples as a command."""
        given = self.parameters(operation)
        path = operation["path"]
        for each in given:
            path = path.replace(f"{{{each['name']}}}", str(each["example"]))
        asked = [f"{each['name']}={each['example']}" for each in given if self._is_asked(each)]
        lines = [f'curl -X {operation["method"].upper()} "$HUB{path}{"?" if asked else ""}{"&".join(asked)}"']
        if operation.get("security") != []:
            lines.append(f'-H "Authorization: Bearer ${operation["tags"][0].upper()}"')
        lines += [f"-H '{each['name']}: {each['example']}'" for each in given if each["in"] == "header"]
        body = self.body(operation)
        if body is not None:
            lines.append(f'-H "Content-Type: {body["media"]}"')
            lines.append(
                f"--data-binary @{'request.json' if body['media'] == JSON_TYPE else 'revocations.crl'}"
            )
        return " \\\n  ".join(lines)

    @staticmethod
    def _is_asked(parameter: Mapping[str, Any]) -> bool:
        # The first page is the one to ask for first: a cursor comes with its answer.
        return bool(parameter["in"] == "query" and parameter["name"] != "cursor")


def size(count: int) -> str:
    """A number of bytes as KiB or MiB."""
    kib = count // BYTES_PER_KIB
    return f"{kib} KiB" if kib < KIB_PER_MIB else f"{kib // KIB_PER_MIB} MiB"


def pretty(document: object) -> str:
    """A document as JSON to be read: small values on one line."""
    return _pretty(document, "")


def _pretty(value: object, indent: str) -> str:
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or len(indent) + len(line) <= 76:  # noqa: PLR2004 - columns
        return line
    inner = indent + "  "
    if isinstance(value, list):
        parts = [f"{inner}{_pretty(item, inner)}" for item in value]
        return "[\n" + ",\n".join(parts) + f"\n{indent}]"
    parts = [f"{inner}{json.dumps(key)}: {_pretty(item, inner)}" for key, item in value.items()]
    return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
