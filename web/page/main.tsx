import { render } from 'preact';
import type { About } from '../wire.ts';

const about = (await (await fetch('/api/about')).json()) as About;
render(<h1>dobrobot: {about.components.map(({ name }) => name).join(', ')}</h1>, document.body);
