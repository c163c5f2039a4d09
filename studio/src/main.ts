import { mount } from 'svelte';
import App from './App.svelte';
import './style.css';

// the token is a cookie by now: it has no place in an address that is copied
if (location.search) history.replaceState(null, '', location.pathname + location.hash);

mount(App, { target: document.getElementById('app') as HTMLElement });
