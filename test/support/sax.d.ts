/** What the tests use of the XML parser `sax`, which has no types of its own. */
declare module 'sax' {
  export interface Tag {
    readonly name: string;
    readonly attributes: Readonly<Record<string, string>>;
  }
  export interface Parser {
    onopentag?: (tag: Tag) => void;
    onclosetag?: (name: string) => void;
    ontext?: (text: string) => void;
    write(text: string): Parser;
    close(): Parser;
  }
  /** A strict one throws at the first error. */
  export function parser(strict: boolean, options?: { readonly xmlns?: boolean }): Parser;
}
