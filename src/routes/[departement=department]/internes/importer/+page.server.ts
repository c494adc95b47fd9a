import { INTERNS_REGISTRY } from '#lib/server/interns/intern-import.registry.ts';
import { bringTo, loadImports } from '../../registry-import.ts';

export const load = loadImports(INTERNS_REGISTRY);

export const actions = { default: bringTo(INTERNS_REGISTRY) };
