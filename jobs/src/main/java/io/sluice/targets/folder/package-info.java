// SPDX-License-Identifier: Apache-2.0
/** Keeps the rows of an export in a folder of files or in one file, on any file system. */
package io.sluice.targets.folder;
