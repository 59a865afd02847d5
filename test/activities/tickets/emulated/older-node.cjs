// The emulator imports two functions of Node 22 for configurations in TypeScript, of which there are none here. `require('module')` would fix
// the names that can be imported, so they are added by another way to the same object.
const Module = module.constructor;
Module.registerHooks ??= () => ({ deregister: () => undefined });
Module.stripTypeScriptTypes ??= (code) => code;
