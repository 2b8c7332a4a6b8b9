// The families a proxy can stand before.

import { solidus } from "./solidus.mjs";
import { spree20, spree22, spree23 } from "./spree.mjs";

export const DIALECTS = { solidus, spree_2_0: spree20, spree_2_2: spree22, spree_2_3: spree23 };
