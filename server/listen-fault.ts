/**
 * What a person reads when the server cannot listen where it was told: the variable to change. An error that is not about the address stays
 * as it is.
 */
export function listenFault(error: Error, { host, port }: { host: string; port: number }): Error {
	const code = 'code' in error ? String(error.code) : '';
	if (code === 'EADDRINUSE')
		return new Error(`PORT : le port ${port} est déjà pris. Choisissez-en un autre.`);
	if (code === 'EACCES') {
		return new Error(
			`PORT : le serveur n’a pas le droit d’écouter sur le port ${port}. Choisissez-en un au-dessus de 1023, derrière un proxy.`,
		);
	}
	// A name that nobody knows, an address of another machine, or of a kind that this one does not speak.
	if (/^(ENOTFOUND|EADDRNOTAVAIL|EAFNOSUPPORT|EINVAL|EAI_[A-Z]+)$/.test(code)) {
		return new Error(
			`HOST : ${host} n’est pas une adresse de cette machine (${code}). Donnez-en une, par exemple 0.0.0.0 ou 127.0.0.1.`,
		);
	}
	return error;
}
