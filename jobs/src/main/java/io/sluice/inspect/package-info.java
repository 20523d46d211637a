// SPDX-License-Identifier: Apache-2.0
/** Shows a pipeline's status, reports and checkpoints, and answers queries over its relations. */
package io.sluice.inspect;
