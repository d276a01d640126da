/** SVG and HTML read by parsers that know nothing of how they were written. */
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import * as sax from 'sax';

/** An element; text between tags belongs to the one around it. */
export interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Node[];
  /** All text in it. */
  readonly text: string;
}

interface Building {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Building[];
  text: string;
}

/** The root of an XML document; throws where it is not well-formed. */
export function readXml(text: string): Node {
  const parser = sax.parser(true);
  const root: Building = { name: '', attributes: {}, children: [], text: '' };
  const open: Building[] = [root];
  parser.onopentag = ({ name, attributes }) => {
    const node: Building = { name, attributes, children: [], text: '' };
    open.at(-1)!.children.push(node);
    open.push(node);
  };
  parser.ontext = (piece) => open.forEach((node) => (node.text += piece));
  parser.onclosetag = () => open.pop();
  parser.write(text).close();
  if (root.children.length !== 1) throw new Error(`${root.children.length} roots`);
  return root.children[0]!;
}

/** The root of an HTML document as browsers read it; throws at any error that the standard names. */
export function readHtml(text: string): Node {
  const document = parse(text, {
    onParseError: ({ code, startLine }) => {
      throw new Error(`${code} on line ${startLine}`);
    },
  });
  return nodeOf(document.childNodes.find((child) => child.nodeName === 'html') as Element);
}

type Element = DefaultTreeAdapterTypes.Element;

function nodeOf(element: Element): Node {
  const children: Node[] = [];
  let text = '';
  for (const child of element.childNodes) {
    if (child.nodeName === '#text') text += (child as DefaultTreeAdapterTypes.TextNode).value;
    else if ('tagName' in child) {
      const node = nodeOf(child);
      children.push(node);
      text += node.text;
    }
  }
  return {
    name: element.tagName,
    attributes: Object.fromEntries(element.attrs.map(({ name, value }) => [name, value])),
    children,
    text,
  };
}

/** The element and all in it. */
export function* everything(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children) yield* everything(child);
}

/** All elements of a name. */
export function elements(node: Node, name: string): Node[] {
  return [...everything(node)].filter((each) => each.name === name);
}
