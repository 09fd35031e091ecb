package dev.gatehouse.host;

import dev.gatehouse.host.prove.Grounds;
import dev.gatehouse.host.prove.Prover;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// A running stack whose locks can be weakened. Loaded by [MutantLocks], so that nothing but JDK
/// types goes in or out.
public final class MutantProof implements Function<List<String>, List<String>>, AutoCloseable {
  private final Host host;
  private final Grounds grounds;

  private static final class Enough extends RuntimeException {
    Enough() {
      super(null, null, false, false);
    }
  }

  /// @param folder with a `template.yaml`
  public MutantProof(Path folder) {
    Path template = folder.resolve("template.yaml");
    host = Host.start(new HostConfig(template, null, 0, true, null, folder), line -> {});
    grounds = host.grounds();
  }

  /// Attacks the doors at these addresses until something gets in.
  ///
  /// @return what got in first; empty when nothing did
  @Override
  public List<String> apply(List<String> addresses) {
    var some =
        new Grounds(
            grounds.stack(),
            grounds.url(),
            grounds.region(),
            grounds.targets().stream()
                .filter(target -> addresses.contains(target.address()))
                .toList(),
            grounds.pools(),
            grounds.signers(),
            grounds.visits(),
            grounds.clock());
    var gotIn = new ArrayList<String>();
    try {
      Prover.prove(
          some,
          line -> {
            if (line.startsWith("got in: ")) {
              gotIn.add(line);
              throw new Enough();
            }
          });
    } catch (Enough found) {
      return gotIn;
    }
    return gotIn;
  }

  @Override
  public void close() {
    host.close();
  }
}
