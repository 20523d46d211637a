// SPDX-License-Identifier: Apache-2.0
package io.sluice.e2e.faults;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;

/** The same for those that use Hadoop's file contexts: stream checkpoints and Delta's log. */
final class ObservedFileContext extends DelegateToFileSystem {
  ObservedFileContext(URI uri, Configuration hadoop) throws IOException, URISyntaxException {
    super(uri, new ObservedFileSystem(), hadoop, "file", false /* authority needed */);
  }
}
