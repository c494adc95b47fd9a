/** Tells when the device loses its network and finds one again. @returns what stops it */
export function followNetwork(tell: { offline: () => void; online: () => void }): () => void {
	if (typeof window === 'undefined') return () => {};
	window.addEventListener('offline', tell.offline);
	window.addEventListener('online', tell.online);
	return () => {
		window.removeEventListener('offline', tell.offline);
		window.removeEventListener('online', tell.online);
	};
}
