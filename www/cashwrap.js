// The package by its own entry, as an installed one would be. A page with a bundler imports "cashwrap"; an import map
// would do here, but an inline one is not allowed by this page's content security policy.
export * from "/pkg/dist/index.js";
