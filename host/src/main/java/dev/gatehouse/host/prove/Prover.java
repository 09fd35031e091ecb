package dev.gatehouse.host.prove;

import dev.gatehouse.door.Lock;
import dev.gatehouse.host.prove.Witness.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Attacks every door as thieves would, one request at a time, and opens each once as its rightful
/// guest would, so that the proof is not one of a dead door.
public final class Prover {
  private final Grounds grounds;
  private final Consumer<String> progress;
  private final Routing routing;
  private final Witness witness;
  private final Map<String, TokenKey> foreign = new LinkedHashMap<>();

  private Prover(Grounds grounds, Consumer<String> progress) {
    this.grounds = grounds;
    this.progress = progress;
    this.routing = new Routing(grounds.targets());
    this.witness = new Witness(grounds, routing);
  }

  /// @param progress told of each door that is attacked, and of each attempt that gets in
  public static Proof prove(Grounds grounds, Consumer<String> progress) {
    var prover = new Prover(grounds, progress);
    return new Proof(grounds.stack(), grounds.targets().stream().map(prover::attacked).toList());
  }

  /// What comes of a door while it is attacked.
  private final class Siege {
    private final Target target;
    private final List<Intrusion> gotIn = new ArrayList<>();
    private final List<String> notTried = new ArrayList<>();
    private int attempts;
    private int elsewhere;
    private int throttled;
    private int failed;
    private String opened = DoorProof.NOT_TRIED;

    Siege(Target target) {
      this.target = target;
    }

    void all(Stream<Attack> attacks) {
      attacks.forEachOrdered(this::attempt);
    }

    private void attempt(Attack attack) {
      attempts++;
      switch (witness.attempt(target, attack)) {
        case Finding.KeptOut() -> {}
        case Finding.Throttled() -> throttled++;
        case Finding.Failed() -> failed++;
        case Finding.Elsewhere() -> elsewhere++;
        case Finding.GotIn(var through, var how) -> {
          gotIn.add(new Intrusion(attack.name(), attack.shot().curl(), through, how));
          progress.accept("got in: " + attack.name());
        }
      }
    }

    /// With every right to pass.
    void control(Optional<Shot> shot) {
      if (target.outward()) {
        notTried.add("its own credential: what stands behind the door is not of this stack");
      } else if (shot.isPresent()) {
        Finding found = witness.attempt(target, new Attack("control", shot.get(), true));
        opened =
            switch (found) {
              case Finding.GotIn _ -> DoorProof.YES;
              case Finding.KeptOut(), Finding.Failed(), Finding.Elsewhere() -> DoorProof.NO;
              case Finding.Throttled() -> DoorProof.NOT_TRIED;
            };
      }
    }

    void notTried(String what) {
      notTried.add(what);
    }

    DoorProof proof() {
      return new DoorProof(
          target.door().method(),
          target.door().path(),
          target.door().resource(),
          target.url(),
          lockName(target.door().lock()),
          target.open(),
          attempts,
          gotIn,
          elsewhere,
          throttled,
          failed,
          opened,
          notTried);
    }
  }

  private static String lockName(Lock lock) {
    return switch (lock) {
      case Lock.Open() -> "none";
      case Lock.Jwt _ -> "jwt";
      case Lock.Iam _ -> "iam";
      case Lock.LambdaAuthorizer _ -> "lambda";
      case Lock.ClientSecret _ -> "client-secret";
    };
  }

  private DoorProof attacked(Target target) {
    var siege = new Siege(target);
    if (target.open()) {
      return siege.proof();
    }
    progress.accept("attacking " + target.door().name());
    Optional<Shot> knock = routing.knock(target);
    if (knock.isEmpty()) {
      siege.notTried("any of it: other routes take every request that this one could");
      return siege.proof();
    }
    List<Attack> tricks =
        new Tricks(target, knock.get(), grounds.url(), otherPrefixes(target)).all();
    switch (target.door().lock()) {
      case Lock.Jwt jwt -> tokens(siege, jwt, knock.get());
      case Lock.Iam _ -> signatures(siege, knock.get());
      case Lock.LambdaAuthorizer _ -> authorizer(siege, knock.get());
      case Lock.Open(), Lock.ClientSecret _ -> {}
    }
    siege.all(tricks.stream());
    return siege.proof();
  }

  private List<String> otherPrefixes(Target target) {
    return grounds.targets().stream()
        .filter(other -> other.address().equals(target.address()))
        .map(Target::prefix)
        .filter(prefix -> !prefix.isEmpty() && !prefix.equals(target.prefix()))
        .distinct()
        .toList();
  }

  private Instant now() {
    return grounds.clock().instant();
  }

  // Locks

  private void tokens(Siege siege, Lock.Jwt lock, Shot knock) {
    Optional<Carrier> carrier =
        siege.target.identitySources().stream().flatMap(it -> Carrier.of(it).stream()).findFirst();
    if (carrier.isEmpty()) {
      siege.notTried("tokens: the lock looks for them where no guest has a say");
      return;
    }
    Optional<Grounds.Pool> own =
        grounds.pools().stream().filter(pool -> pool.issuer().equals(lock.issuer())).findFirst();
    TokenKey real = own.map(pool -> TokenForge.of(pool.keys(), "access_token_kid")).orElse(null);
    TokenKey thief =
        foreign.computeIfAbsent(real == null ? "proof" : real.id(), TokenForge::foreign);
    try (var lure = Lure.with(thief)) {
      var keys =
          new TokenAttacks.Keys(
              real,
              own.map(pool -> TokenForge.of(pool.keys(), "id_token_kid")).orElse(null),
              thief,
              others(lock),
              lure.url());
      var attacks = new TokenAttacks(lock, knock, carrier.get(), keys, now());
      siege.control(attacks.control());
      siege.all(attacks.all());
      attacks.withoutScope().ifPresent(lesser -> siege.all(carrying(lesser, siege.target)));
      if (real == null) {
        siege.notTried(
            "tokens that are expired, not yet valid, for others or without a scope, and its own"
                + " credential: only "
                + lock.issuer()
                + " can sign them");
      }
    }
  }

  private Map<String, TokenKey> others(Lock.Jwt lock) {
    var others = new LinkedHashMap<String, TokenKey>();
    grounds.pools().stream()
        .filter(pool -> !pool.issuer().equals(lock.issuer()))
        .forEach(pool -> others.put(pool.issuer(), TokenForge.of(pool.keys(), "access_token_kid")));
    return others;
  }

  /// Path and verb tricks of a guest whose token lacks nothing but the scope.
  private Stream<Attack> carrying(Shot lesser, Target target) {
    var tricks = new Tricks(target, lesser, grounds.url(), otherPrefixes(target));
    String query = lesser.query();
    return tricks.paths().stream()
        .map(trick ->
            new Attack(
                trick.name() + ", with a token that lacks the scope",
                query.isEmpty() ? trick.shot() : trick.shot().plusQuery(query),
                true));
  }

  private void signatures(Siege siege, Shot knock) {
    var attacks =
        new SignatureAttacks(siege.target, knock, grounds.signers(), grounds.region(), now());
    siege.control(Optional.of(attacks.control()));
    siege.all(attacks.all().stream());
    attacks.notTried().forEach(siege::notTried);
  }

  private void authorizer(Siege siege, Shot knock) {
    TokenKey thief = foreign.computeIfAbsent("proof", TokenForge::foreign);
    var attacks = new AuthorizerAttacks(siege.target, knock, thief, now());
    siege.all(attacks.all().stream());
    attacks.notTried(siege.target).ifPresent(siege::notTried);
    siege.notTried("its own credential: what the authorizer's function accepts is not known here");
  }
}
