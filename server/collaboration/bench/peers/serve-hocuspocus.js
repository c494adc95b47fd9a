// Hocuspocus as it comes; with STORE, the path of a file, also with its database extension on SQLite, as its guide shows it.
import { Database } from '@hocuspocus/extension-database';
import { Server } from '@hocuspocus/server';
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { answerQuestions } from '../servers/measured.js';

const { STORE, LARGE } = process.env;
const server = new Server({
	address: '127.0.0.1',
	port: 0,
	quiet: true,
	stopOnSignals: false,
	extensions: STORE ? [openStore(STORE, LARGE)] : [],
});

function openStore(file, large) {
	const db = new DatabaseSync(file);
	db.exec('create table if not exists documents (name text primary key, data blob not null)');
	const read = db.prepare('select data from documents where name = ?');
	const write = db.prepare(
		'insert into documents (name, data) values (?, ?) on conflict (name) do update set data = excluded.data',
	);
	if (large && !read.get('large')) write.run('large', readFileSync(large));
	return new Database({
		fetch: async ({ documentName }) => read.get(documentName)?.data ?? null,
		store: async ({ documentName, state }) => void write.run(documentName, state),
	});
}

await server.listen();
process.send({ port: server.address.port });
answerQuestions();
