/* The two blocks that the program put into the page: the report and the story's text, each
 * as base64 of a zlib stream.  A page without them was served, and asks its server. */
import type { Report } from "./contract";

async function unpack(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = document.getElementById(id)?.textContent?.trim();
  if (!packed) throw new Error("this page holds no story: make one with whose report STORY -o story.html");
  const raw = atob(packed);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export const isServed = (): boolean => document.getElementById("report") === null && /^https?:$/.test(location.protocol);

export async function load(): Promise<{ report: Report; text: Uint8Array }> {
  const [report, text] = await Promise.all([unpack("report"), unpack("text")]);
  return { report: JSON.parse(new TextDecoder().decode(report)) as Report, text };
}
