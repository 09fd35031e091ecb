package dev.gatehouse.host.prove;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.Region;
import dev.gatehouse.aws.Secret;
import dev.gatehouse.door.Visit;
import java.time.Clock;
import java.util.List;

/// What the prover is given of a running stack. It is the stack's owner: it knows the keys that
/// tokens are signed with, so that each of a token's faults can be tried alone.
///
/// @param stack its name, or the names of several
/// @param url of the base port
/// @param clock the one that the locks go by
public record Grounds(
    String stack,
    String url,
    Region region,
    List<Target> targets,
    List<Pool> pools,
    Signers signers,
    Visitors visits,
    Clock clock) {
  /// @param keys a JWK set with the private parts, as the pool's signing keys export it
  public record Pool(String issuer, Secret keys) {
    public Pool {
      requireNonNull(issuer, "issuer");
      requireNonNull(keys, "keys");
    }
  }

  /// Who can sign requests.
  ///
  /// @param owner may do anything
  /// @param sessions two of the owner's
  /// @param others who may not do what a door asks for; none where no door asks for a signature
  public record Signers(AccessKey owner, List<AccessKey> sessions, List<Signer> others) {
    public Signers {
      requireNonNull(owner, "owner");
      sessions = List.copyOf(sessions);
      others = List.copyOf(others);
    }
  }

  /// @param suspect what its policies say
  public record Signer(Suspect suspect, AccessKey key) {
    public Signer {
      requireNonNull(suspect, "suspect");
      requireNonNull(key, "key");
    }
  }

  /// The visits that were recorded. A visit is, before its answer leaves.
  public interface Visitors {
    long count();

    /// In any order.
    List<Visit> after(long count);
  }

  public Grounds {
    requireNonNull(stack, "stack");
    requireNonNull(url, "url");
    requireNonNull(region, "region");
    targets = List.copyOf(targets);
    pools = List.copyOf(pools);
    requireNonNull(signers, "signers");
    requireNonNull(visits, "visits");
    requireNonNull(clock, "clock");
  }

  /// Without what is secret.
  @Override
  public String toString() {
    return "Grounds[" + stack + "]";
  }
}
