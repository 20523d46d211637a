// SPDX-License-Identifier: Apache-2.0
/** The mains: each command's options, and the job that it starts. */
package io.sluice;
