import { DOCTORS_REGISTRY } from '#lib/server/senior-doctors/doctor-import.registry.ts';
import { bringTo, loadImports } from '../../registry-import.ts';

export const load = loadImports(DOCTORS_REGISTRY);

export const actions = { default: bringTo(DOCTORS_REGISTRY) };
