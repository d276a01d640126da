/** Types of the request for the text of a compressed file; wire types as those in requests.ts. */

export const UNPACK_REQUEST = 'ftrace/unpack';
/** URI of a file. */
export interface UnpackParams {
  readonly uri: string;
}
/** Its text. Where there is none, the request fails with a message for people. */
export interface UnpackResult {
  readonly text: string;
}
