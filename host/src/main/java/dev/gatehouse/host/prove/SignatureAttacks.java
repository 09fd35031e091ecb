package dev.gatehouse.host.prove;

import dev.gatehouse.aws.AccessKey;
import dev.gatehouse.aws.Region;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What may be tried at a lock that asks for a SigV4 signature. Each request has one fault alone:
/// all else about it is signed by somebody who may do anything.
final class SignatureAttacks {
  private static final Pattern SIGNATURE = Pattern.compile("(Signature=)([0-9a-f]{64})");
  private static final Pattern CREDENTIAL = Pattern.compile("Credential=[^,&]*");
  private static final String DAY = "86400";
  private static final String BODY = "{\"proof\":1}";

  private final Target target;
  private final Shot knock;
  private final Grounds.Signers signers;
  private final String service;
  private final Signing signing;
  private final Instant now;
  private final List<Attack> attacks = new ArrayList<>();

  SignatureAttacks(Target target, Shot knock, Grounds.Signers signers, Region region, Instant now) {
    this.target = target;
    this.knock = knock;
    this.signers = signers;
    this.service = target.route() ? "execute-api" : "lambda";
    this.signing = Signing.by(signers.owner(), now, region.code(), service);
    this.now = now;
  }

  /// A request that the lock should let in.
  Shot control() {
    return signing.header(knock);
  }

  List<Attack> all() {
    credentials();
    keys();
    alterations();
    bodies();
    times();
    scopes();
    signedHeaders();
    signatures();
    presigned();
    sessions();
    permissions();
    return List.copyOf(attacks);
  }

  List<String> notTried() {
    var notTried = new ArrayList<String>();
    notTried.add("an expired session: sessions last 15 minutes at least");
    if (target.everyone()) {
      notTried.add("signers who have no permission: the function's own policy may let anyone in");
    }
    return notTried;
  }

  private void add(String name, Shot shot) {
    attacks.add(Attack.of(name, shot));
  }

  private Signing signed(AccessKey key) {
    return Signing.by(key, now, signing.region(), service);
  }

  private static String authorization(Shot shot) {
    return shot.headers().stream()
        .filter(line -> line.named("authorization"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private void credentials() {
    add("unsigned", knock);
    for (String value :
        List.of(
            "",
            "Bearer garbage",
            "Basic YWRtaW46YWRtaW4=",
            "AWS " + signers.owner().id() + ":c2lnbmF0dXJl",
            Signing.ALGORITHM,
            Signing.ALGORITHM + " ",
            Signing.ALGORITHM + " Credential=",
            Signing.ALGORITHM + " x")) {
      add(
          "credential `" + value + "`",
          knock.with("X-Amz-Date", Signing.time(now)).with("Authorization", value));
    }
    Shot right = control();
    String authorization = authorization(right);
    for (String part : List.of("Credential", "SignedHeaders", "Signature")) {
      add(
          "without " + part,
          right.with("Authorization", authorization.replaceAll(part + "=[^,]*,? ?", "")));
    }
    add("signed, dated nowhere", right.without("X-Amz-Date"));
    for (String algorithm :
        List.of("AWS4-HMAC-SHA1", "AWS4-ECDSA-P256-SHA256", "AWS4-NONE", "none")) {
      add(
          "algorithm " + algorithm,
          right.with("Authorization", authorization.replace(Signing.ALGORITHM, algorithm)));
    }
    add("two Authorization headers, the first unsigned", withFirst(right, "Bearer a"));
    add("two Authorization headers, the second unsigned", right.plus("Authorization", "Bearer a"));
    add("two dates", right.plus("X-Amz-Date", Signing.time(now.minus(Duration.ofDays(1)))));
  }

  private static Shot withFirst(Shot right, String value) {
    return right
        .without("Authorization")
        .plus("Authorization", value)
        .plus("Authorization", authorization(right));
  }

  private void keys() {
    AccessKey owner = signers.owner();
    add("unknown key", signing.withKey("AKIAGATEHOUSEPROOF00", "nobody's").header(knock));
    add("known key, wrong secret", signing.withKey(owner.id(), "wrong").header(knock));
    add("known key, empty secret", signing.withKey(owner.id(), "").header(knock));
    add("known key, its id for a secret", signing.withKey(owner.id(), owner.id()).header(knock));
    add("no key", signing.withKey("", "").header(knock));
    add(
        "key named in lower case",
        signing
            .withKey(owner.id().toLowerCase(Locale.ROOT), owner.secret().reveal())
            .header(knock));
  }

  /// Signed, then changed.
  private void alterations() {
    for (String other : List.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS")) {
      if (!other.equals(knock.method())) {
        add(
            "signed for " + other + ", sent as " + knock.method(),
            signing.header(knock.withMethod(other)).withMethod(knock.method()));
        if (!target.route()) {
          add(
              "signed for " + knock.method() + ", sent as " + other,
              signing.header(knock).withMethod(other));
        }
      }
    }
    String path = knock.path();
    for (String other : List.of("/", "/other", path + "/other", path.toUpperCase(Locale.ROOT))) {
      if (!other.equals(path)) {
        add(
            "signed for the path " + other,
            signing.header(knock.withTarget(other)).withTarget(path));
      }
    }
    if (!target.route()) {
      add("signed for the path /, sent to /admin", signing.header(knock).withTarget("/admin"));
    }
    Shot asking = knock.withTarget(path + "?a=1&b=2");
    add("query added after signing", signing.header(knock).withTarget(path + "?admin=true"));
    add("query removed after signing", signing.header(asking).withTarget(path));
    add(
        "query's value altered after signing",
        signing.header(asking).withTarget(path + "?a=1&b=3"));
    add("query repeated after signing", signing.header(asking).withTarget(path + "?a=1&b=2&b=2"));
    add("query's case altered after signing", signing.header(asking).withTarget(path + "?A=1&b=2"));
    Shot named = knock.plus("X-Proof", "one");
    add("signed header altered after signing", signing.header(named).with("X-Proof", "two"));
    add("signed header removed after signing", signing.header(named).without("X-Proof"));
    add("signed header repeated after signing", signing.header(named).plus("X-Proof", "two"));
    add(
        "signed for another host",
        signing.header(knock.with("Host", "evil.example")).with("Host", knock.host()));
    add("host altered after signing", signing.header(knock).with("Host", "evil.example"));
    add("two hosts", signing.header(knock).plus("Host", "evil.example"));
  }

  private void bodies() {
    Shot full = knock.withBody(BODY);
    add("body added after signing", signing.header(knock).withBody(BODY));
    add("body altered after signing", signing.header(full).withBody("{\"proof\":2}"));
    add("body removed after signing", signing.header(full).withBody(""));
    for (String hash :
        List.of(
            Signing.UNSIGNED,
            Signing.sha256(""),
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER")) {
      Shot claiming = full.plus("X-Amz-Content-Sha256", hash);
      add("body hashed as `" + hash + "`", signing.withPayloadHash(hash).header(claiming));
    }
    add("body not hashed", signing.withPayloadHash(Signing.UNSIGNED).header(full));
    String hash = Signing.sha256(BODY);
    add(
        "body altered, its hash's header left",
        signing.header(full.plus("X-Amz-Content-Sha256", hash)).withBody("{\"proof\":2}"));
  }

  private void times() {
    for (Duration off :
        List.of(
            Duration.ofMinutes(-6),
            Duration.ofHours(-1),
            Duration.ofDays(-1),
            Duration.ofDays(-3650),
            Duration.ofMinutes(6),
            Duration.ofHours(1),
            Duration.ofDays(365))) {
      String when = off.abs().toMinutes() + " minutes " + (off.isNegative() ? "ago" : "from now");
      add("signed " + when, signing.withTime(now.plus(off)).header(knock));
    }
    Shot old = signing.withTime(now.minus(Duration.ofDays(1))).header(knock);
    add("signed a day ago, dated anew", old.with("X-Amz-Date", Signing.time(now)));
    Shot right = control();
    for (String date : List.of("", "now", "0", now.toString(), "99999999T999999Z")) {
      add("dated `" + date + "`", right.with("X-Amz-Date", date));
    }
    add(
        "signed a day ago, with a Date of now",
        signing
            .withTime(now.minus(Duration.ofDays(1)))
            .header(knock.plus("Date", Signing.time(now))));
  }

  private void scopes() {
    String region = signing.region().equals("eu-west-1") ? "us-east-2" : "eu-west-1";
    add("scoped to region " + region, signing.withRegion(region).header(knock));
    add("scoped to region *", signing.withRegion("*").header(knock));
    for (String other : List.of("execute-api", "lambda", "s3", "sts", "dynamodb", "*", "")) {
      if (!other.equals(service)) {
        add("scoped to service `" + other + "`", signing.withService(other).header(knock));
      }
    }
    add("scoped with terminator aws4", signing.withTerminator("aws4").header(knock));
    for (Duration off : List.of(Duration.ofDays(-1), Duration.ofDays(1))) {
      String day = Signing.time(now.plus(off)).substring(0, 8);
      add("scoped to the day " + day, signing.withDate(day).header(knock));
    }
    Shot right = control();
    String authorization = authorization(right);
    String credential = signing.keyId() + "/" + Signing.time(now).substring(0, 8);
    add(
        "scope cut short",
        right.with(
            "Authorization",
            CREDENTIAL.matcher(authorization).replaceFirst("Credential=" + credential)));
    add(
        "scope altered after signing",
        right.with("Authorization", authorization.replace("/" + service + "/", "/iam/")));
  }

  private void signedHeaders() {
    add("host not signed", signing.withSigned("x-amz-date").header(knock));
    add(
        "nothing signed but a header that is not there",
        signing.withSigned("x-none").header(knock));
    Shot named = knock.plus("X-Amz-Proof", "one");
    add("x-amz header not signed", signing.withSigned("host", "x-amz-date").header(named));
    add("x-amz header added after signing", control().plus("X-Amz-Proof", "one"));
    add("date not signed", signing.withSigned("host").header(knock));
    Shot right = control();
    String authorization = authorization(right);
    add(
        "signed headers out of order",
        right.with("Authorization", authorization.replace("host;x-amz-date", "x-amz-date;host")));
    add(
        "signed headers with one more",
        right.with("Authorization", authorization.replace("x-amz-date,", "x-amz-date;x-proof,")));
    add(
        "signed headers with one less",
        right.with("Authorization", authorization.replace("host;x-amz-date", "host")));
  }

  private void signatures() {
    Shot right = control();
    String authorization = authorization(right);
    var found = SIGNATURE.matcher(authorization);
    if (!found.find()) {
      throw new IllegalStateException("not signed");
    }
    String signature = found.group(2);
    for (String other :
        List.of(
            "",
            signature.substring(0, 63),
            signature.substring(0, 8),
            signature + "0",
            "0".repeat(64),
            (signature.charAt(0) == '0' ? "1" : "0") + signature.substring(1),
            signature.substring(0, 63) + (signature.charAt(63) == '0' ? "1" : "0"),
            new StringBuilder(signature).reverse().toString(),
            "*")) {
      String name =
          other.length() == 64 && !other.startsWith("000")
              ? "another signature of the right length"
              : "signature of " + other.length() + " characters";
      add(name, right.with("Authorization", found.replaceFirst("$1" + other)));
    }
  }

  private void presigned() {
    Duration hour = Duration.ofHours(1);
    add("presigned URL, expired", signing.withTime(now.minus(hour)).query(knock, "60"));
    add("presigned URL, good from an hour on", signing.withTime(now.plus(hour)).query(knock, DAY));
    add("presigned URL, good for ever", signing.query(knock, "99999999"));
    add("presigned URL, good for eight days", signing.query(knock, "691200"));
    for (String seconds : List.of("0", "-1", "", "x", "1e9")) {
      add("presigned URL, good for `" + seconds + "` seconds", signing.query(knock, seconds));
    }
    Shot right = signing.query(knock, "60");
    String target = right.target();
    add(
        "presigned URL, prolonged",
        right.withTarget(target.replace("Expires=60", "Expires=" + DAY)));
    Shot old = signing.withTime(now.minus(hour)).query(knock, "60");
    add(
        "presigned URL, expired and dated anew",
        old.withTarget(
            old.target().replaceFirst("X-Amz-Date=[^&]*", "X-Amz-Date=" + Signing.time(now))));
    add("presigned URL with a query added", right.withTarget(target + "&admin=true"));
    if (!target.startsWith("/?")) {
      add(
          "presigned URL of another path",
          signing
              .query(knock.withTarget("/other"), DAY)
              .withTarget(
                  knock.path() + "?" + signing.query(knock.withTarget("/other"), DAY).query()));
    }
    add(
        "presigned URL for another method",
        signing.query(knock.withMethod("PUT"), DAY).withMethod(knock.method()));
    add("presigned URL with a body", signing.query(knock, DAY).withBody(BODY));
    add(
        "presigned URL whose body is not hashed",
        signing.withPayloadHash(Signing.UNSIGNED).query(knock.withBody(BODY), DAY));
    add(
        "presigned URL, its signature cut",
        right.withTarget(target.substring(0, target.length() - 1)));
    add(
        "presigned URL without its signature",
        right.withTarget(target.replaceFirst("&X-Amz-Signature=.*", "")));
    add("presigned URL, host not signed", signing.withSigned("x-none").query(knock, DAY));
    add(
        "presigned URL by a wrong secret",
        signing.withKey(signing.keyId(), "wrong").query(knock, DAY));
    add("presigned URL for another service", signing.withService("s3").query(knock, DAY));
    add("signed twice, in header and query", right.with("Authorization", authorization(control())));
    add(
        "presigned URL, signed twice",
        right.withTarget(target + "&X-Amz-Signature=" + "0".repeat(64)));
  }

  private void sessions() {
    add("long-term key with a session token", signing.withSessionToken("proof").header(knock));
    List<AccessKey> sessions = signers.sessions();
    if (sessions.size() < 2) {
      return;
    }
    Signing session = signed(sessions.getFirst());
    Signing other = signed(sessions.getLast());
    add("session key without its token", session.withSessionToken(null).header(knock));
    add("session key with a wrong token", session.withSessionToken("proof").header(knock));
    add("session key with an empty token", session.withSessionToken("").header(knock));
    add(
        "session key with another session's token",
        session.withSessionToken(other.sessionToken()).header(knock));
    add(
        "session's token with the long-term key",
        signing.withSessionToken(session.sessionToken()).header(knock));
    add(
        "session's token replaced after signing",
        session.header(knock).with("X-Amz-Security-Token", "proof"));
    add(
        "session's token added after signing",
        session.withSessionToken(null).header(knock).with("X-Amz-Security-Token", "proof"));
    add(
        "presigned URL of a session without its token",
        session.withSessionToken(null).query(knock, DAY));
    add(
        "presigned URL of a session with another's token",
        session.withSessionToken(other.sessionToken()).query(knock, DAY));
  }

  private void permissions() {
    for (Grounds.Signer signer : signers.others()) {
      if (signer.suspect().keptOutOf(target)) {
        String name = "signed by a user " + signer.suspect().description();
        Signing suspect = signed(signer.key());
        attacks.add(new Attack(name, suspect.header(knock), true));
        attacks.add(new Attack(name + ", presigned", suspect.query(knock, DAY), true));
      }
    }
  }
}
