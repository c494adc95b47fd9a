import { noSuchPath } from '#lib/server/api/handler.ts';

export const fallback = noSuchPath;
