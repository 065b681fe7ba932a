// W2 of the browser benchmark: one keystroke in the search box, answered by the app's index. Documents and needles come
// in NFKC and lower case, and are compared as they come: that is the harness's truth.
import { documents } from './documents.mjs';

export const create = (docs) => documents(docs, false);
