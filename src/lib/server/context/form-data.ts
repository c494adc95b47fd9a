import { TerrimedError } from '#lib/errors.ts';
import { isBound } from './body-bytes.ts';

/**
 * The fields of a form as it was sent, the one place that asks a request for them: whoever sends what is no form has made a mistake, the
 * server has not.
 * @throws TerrimedError `invalid-input` when it does not read, `too-large` beyond the server's own bound
 */
export async function readFormData(sent: Request | Response): Promise<FormData> {
	try {
		return await sent.formData();
	} catch (error) {
		const said = 'Rien n’a été enregistré.';
		if (isBound(error)) throw new TerrimedError('too-large', `Ce formulaire est trop long. ${said}`);
		throw new TerrimedError('invalid-input', `Ce formulaire n’est pas arrivé entier. ${said}`);
	}
}
