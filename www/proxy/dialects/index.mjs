// The families a proxy can stand before.

import { solidus } from "./solidus.mjs";
import { sylius0 } from "./sylius_0.mjs";
import { sylius1 } from "./sylius_1.mjs";
import { spree20, spree22, spree23 } from "./spree.mjs";

export const DIALECTS = { solidus, spree_2_0: spree20, spree_2_2: spree22, spree_2_3: spree23, sylius_0: sylius0, sylius_1: sylius1 };
