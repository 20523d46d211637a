// SPDX-License-Identifier: Apache-2.0
package io.sluice.unpack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/**
 * The one file of a zip archive, which may be in folders. The archive is read as a stream; its
 * directory at the end has to be there and to list no other file.
 */
final class ZipMember extends BulkInputStream {
  /** What the names of files in an office document begin with. */
  private static final List<String> OFFICE =
      List.of("[Content_Types].xml", "_rels/", "xl/", "word/", "mimetype");

  private final ZipTail packed;
  private final ZipArchiveInputStream archive;
  private final ZipArchiveEntry entry;
  private final CRC32 checksum = new CRC32();
  private long folders;
  private long size;
  private boolean ended;

  ZipMember(InputStream packed) throws IOException {
    super(packed);
    this.packed = new ZipTail(in);
    this.archive = new ZipArchiveInputStream(this.packed, "UTF-8", true, false);
    this.entry = next();
    if (entry == null) {
      throw new Refusal("broken_archive: it is a zip archive with no file in it; land it again");
    } else if (entry.getGeneralPurposeBit().usesEncryption()) {
      throw new Refusal(
          "broken_archive: it is a zip archive with a password; land it again without");
    } else if (!archive.canReadEntryData(entry)) {
      throw new IOException("it is packed by a method that is not known");
    }
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (ended || length == 0) {
      return ended ? -1 : 0;
    }
    int read = archive.read(bytes, from, length);
    if (read < 0) {
      ended = true;
      requireWhole();
    } else {
      checksum.update(bytes, from, read);
      size += read;
      if (entry.getSize() >= 0 && size > entry.getSize()) {
        throw new IOException("it is larger than it says");
      }
    }
    return read;
  }

  private ZipArchiveEntry next() throws IOException {
    ZipArchiveEntry next = archive.getNextZipEntry();
    while (next != null && next.isDirectory()) {
      folders++;
      next = archive.getNextZipEntry();
    }
    return next;
  }

  private void requireWhole() throws IOException {
    ZipArchiveEntry further = next(); // it reads what follows the data, too
    if (entry.getCrc() != checksum.getValue() || entry.getSize() != size) {
      throw new IOException("its checksum or size is wrong");
    }
    if (further != null) {
      throw severalFiles(further);
    }
    packed.transferTo(OutputStream.nullOutputStream());
    long listed = packed.listed();
    if (listed != 1 + folders) {
      throw new IOException(
          listed < 0
              ? "its directory is cut off, or other bytes follow it"
              : "it lists other files");
    }
  }

  private Refusal severalFiles(ZipArchiveEntry further) {
    boolean isOffice =
        OFFICE.stream()
            .anyMatch(
                name -> entry.getName().startsWith(name) || further.getName().startsWith(name));
    return isOffice
        ? new Refusal(FileKind.OFFICE)
        : new Refusal(
            "broken_archive: it is a zip archive with several files; land them one by one, or each"
                + " in an archive of its own");
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
