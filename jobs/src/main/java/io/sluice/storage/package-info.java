// SPDX-License-Identifier: Apache-2.0
/** Files on local disks and object stores, through Hadoop's file systems. */
package io.sluice.storage;
