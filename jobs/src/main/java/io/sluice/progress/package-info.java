// SPDX-License-Identifier: Apache-2.0
/** Says in the log how much of a long run is done, and about how long the rest takes. */
package io.sluice.progress;
