// SPDX-License-Identifier: Apache-2.0
/** What exports fill, each kind behind one interface and in a package of its own below. */
package io.sluice.targets;
