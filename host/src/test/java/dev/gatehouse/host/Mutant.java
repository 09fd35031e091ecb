package dev.gatehouse.host;

import java.util.List;
import java.util.regex.Pattern;

/// A lock with one check left out.
///
/// @param addresses at whose doors the proof must notice it
record Mutant(String name, List<String> addresses, List<Edit> edits) {
  /// Stands in a replacement for a condition that is true while this mutant is alive.
  private static final String ALIVE = "@ALIVE@";

  /// One place in a source file.
  ///
  /// @param file below `src/main/java/dev/gatehouse` of the module
  /// @param original there exactly once
  record Edit(String module, String file, String original, String replacement) {
    String path() {
      return module + "/src/main/java/dev/gatehouse/" + module + "/" + file + ".java";
    }
  }

  /// The system property that brings it to life.
  String property() {
    return "gatehouse.mutant." + name;
  }

  String condition() {
    return "Boolean.getBoolean(\"" + property() + "\")";
  }

  @Override
  public String toString() {
    return name;
  }

  static List<Mutant> all() {
    return List.of(
        // Tokens
        token(
            "token-not-asked-for",
            "JwtAuthorizer",
            "    if (credential.isEmpty()) {\n",
            "    if (@ALIVE@ && credential.isEmpty()) {\n"
                + "      return new Admission.Admitted(\n"
                + "          \"anonymous\", new AuthorizerContext.None(), List.of());\n"
                + "    }\n"
                + "    if (credential.isEmpty()) {\n"),
        token(
            "token-signature",
            "JwtAuthorizer",
            "if (!token.verify(issuers)) {",
            "if (!token.verify(issuers) && !@ALIVE@) {"),
        new Mutant(
            "token-of-its-own-key",
            List.of("Tokens"),
            List.of(
                edit(
                    "SignedToken",
                    "    String algorithm = algorithm(header);\n",
                    "    String algorithm = algorithm(header);\n"
                        + "    if (@ALIVE@ && header.has(\"jwk\")) {\n"
                        + "      try {\n"
                        + "        BROUGHT.set(com.nimbusds.jose.jwk.RSAKey.parse(\n"
                        + "            header.get(\"jwk\").toString()).toRSAPublicKey());\n"
                        + "      } catch (java.text.ParseException | JOSEException _) {\n"
                        + "        BROUGHT.remove();\n"
                        + "      }\n"
                        + "    }\n"),
                edit(
                    "SignedToken",
                    "  private boolean signed(VerificationKey key) {\n",
                    "  private static final ThreadLocal<java.security.interfaces.RSAPublicKey> BROUGHT"
                        + " = new ThreadLocal<>();\n\n"
                        + "  private boolean signed(VerificationKey key) {\n"
                        + "    if (@ALIVE@ && BROUGHT.get() != null) {\n"
                        + "      key = new VerificationKey(keyId, BROUGHT.get(),"
                        + " VerificationKey.RSA_ALGORITHMS);\n"
                        + "    }\n"))),
        new Mutant(
            "token-algorithm-none",
            List.of("Tokens"),
            List.of(
                edit(
                    "SignedToken",
                    "if (!VerificationKey.RSA_ALGORITHMS.contains(found)) {",
                    "if (!VerificationKey.RSA_ALGORITHMS.contains(found)"
                        + " && !(@ALIVE@ && found.equals(\"none\"))) {"),
                edit(
                    "SignedToken",
                    "    return keys.stream().filter(key -> key.algorithms()",
                    "    if (@ALIVE@ && algorithm.equals(\"none\")) {\n"
                        + "      return true;\n"
                        + "    }\n"
                        + "    return keys.stream().filter(key -> key.algorithms()"))),
        new Mutant(
            "token-algorithm-hmac",
            List.of("Tokens"),
            List.of(
                edit(
                    "SignedToken",
                    "if (!VerificationKey.RSA_ALGORITHMS.contains(found)",
                    "if (!VerificationKey.RSA_ALGORITHMS.contains(found)"
                        + " && !(@ALIVE@ && found.equals(\"HS256\"))"),
                edit(
                    "SignedToken",
                    "    return keys.stream().filter(key -> key.algorithms()",
                    "    if (@ALIVE@ && algorithm.equals(\"HS256\")) {\n"
                        + "      return keys.stream().anyMatch(key -> {\n"
                        + "        try {\n"
                        + "          return new com.nimbusds.jose.crypto.MACVerifier("
                        + "key.key().getEncoded()).verify(\n"
                        + "              new JWSHeader(JWSAlgorithm.HS256),\n"
                        + "              signingInput.getBytes(StandardCharsets.US_ASCII),\n"
                        + "              new Base64URL(signature));\n"
                        + "        } catch (JOSEException _) {\n"
                        + "          return false;\n"
                        + "        }\n"
                        + "      });\n"
                        + "    }\n"
                        + "    return keys.stream().filter(key -> key.algorithms()"))),
        token(
            "token-algorithm-of-the-key",
            "SignedToken",
            "filter(key -> key.algorithms()",
            "filter(key -> @ALIVE@ || key.algorithms()"),
        token(
            "token-remembered-without-its-signature",
            "VerifiedTokens",
            "Sha256.of(token.getBytes(UTF_8))",
            "Sha256.of((@ALIVE@ ? token.substring(0, token.lastIndexOf('.') + 1) : token)"
                + ".getBytes(UTF_8))"),
        token(
            "token-remembered-by-its-header",
            "VerifiedTokens",
            "  private static ByteBuffer hash(String token) {\n",
            "  private static ByteBuffer hash(String token) {\n"
                + "    if (@ALIVE@) {\n"
                + "      token = token.substring(0, token.indexOf('.') + 1);\n"
                + "    }\n"),
        token(
            "token-critical-extension",
            "SignedToken",
            "if (header.has(\"crit\")) {",
            "if (header.has(\"crit\") && !@ALIVE@) {"),
        token(
            "token-expiry",
            "TokenClaims",
            "if (expires <= seconds(now)) {",
            "if (expires <= seconds(now) && !@ALIVE@) {"),
        token(
            "token-without-expiry",
            "TokenClaims",
            "time(\"exp\").orElseThrow(",
            "(@ALIVE@ && !claims.has(\"exp\") ? OptionalDouble.of(LATEST) : time(\"exp\"))"
                + ".orElseThrow("),
        token(
            "token-expiry-beyond-all-calendars",
            "TokenClaims",
            "Math.abs(seconds) <= LATEST",
            "@ALIVE@ || Math.abs(seconds) <= LATEST"),
        token(
            "token-not-before",
            "TokenClaims",
            "    checkStarted(\"nbf\", now);\n",
            "    if (!@ALIVE@) {\n      checkStarted(\"nbf\", now);\n    }\n"),
        token(
            "token-issued-at",
            "TokenClaims",
            "    checkStarted(\"iat\", now);\n",
            "    if (!@ALIVE@) {\n      checkStarted(\"iat\", now);\n    }\n"),
        token(
            "token-issuer",
            "TokenClaims",
            "    checkIssuer(authorizer.issuer());\n",
            "    if (!@ALIVE@) {\n      checkIssuer(authorizer.issuer());\n    }\n"),
        token(
            "token-issuer-prefix",
            "TokenClaims",
            "if (!found.equals(expected)) {",
            "if (!(@ALIVE@ ? found.startsWith(expected) : found.equals(expected))) {"),
        token(
            "token-audience",
            "TokenClaims",
            "    checkAudience(authorizer.audiences());\n",
            "    if (!@ALIVE@) {\n      checkAudience(authorizer.audiences());\n    }\n"),
        token(
            "token-client-before-audience",
            "TokenClaims",
            "String claim = claims.has(\"aud\") ?",
            "String claim = claims.has(\"aud\") && !@ALIVE@ ?"),
        token(
            "token-audience-prefix",
            "TokenClaims",
            "if (found.stream().noneMatch(expected::contains)) {",
            "if (found.stream().noneMatch(expected::contains) && !(@ALIVE@ && found.stream()"
                + ".anyMatch(one -> expected.stream().anyMatch(one::startsWith)))) {"),
        token(
            "token-scope",
            "JwtAuthorizer",
            "found.stream().noneMatch(required::contains)",
            "found.stream().noneMatch(required::contains) && !@ALIVE@"),
        token(
            "token-scope-prefix",
            "JwtAuthorizer",
            "found.stream().noneMatch(required::contains)",
            "found.stream().noneMatch(required::contains) && !(@ALIVE@ && found.stream()"
                + ".anyMatch(one -> required.stream().anyMatch(one::startsWith)))"),
        // Signatures
        signature(
            "signature",
            "SigV4Verifier",
            "if (!same(calculation.signature(canonical), claimed.signature())) {",
            "if (!same(calculation.signature(canonical), claimed.signature()) && !@ALIVE@) {"),
        signature(
            "signature-prefix",
            "SigV4Verifier",
            "    return MessageDigest.isEqual(\n",
            "    return @ALIVE@ && !claimed.isEmpty() && calculated.startsWith(claimed)\n"
                + "        || MessageDigest.isEqual(\n"),
        signature(
            "signature-too-old",
            "SigV4Verifier",
            "if (signed.isBefore(now.minus(lifetime))) {",
            "if (signed.isBefore(now.minus(lifetime)) && !@ALIVE@) {"),
        signature(
            "signature-of-the-future",
            "SigV4Verifier",
            "if (signed.isAfter(now.plus(window))) {",
            "if (signed.isAfter(now.plus(window)) && !@ALIVE@) {"),
        signature(
            "presigned-expiry",
            "SigV4Verifier",
            "signature.presignedFor() == null ? window : signature.presignedFor();",
            "signature.presignedFor() == null ? window\n"
                + "        : @ALIVE@ ? Duration.ofDays(7) : signature.presignedFor();"),
        signature(
            "presigned-too-long",
            "SigV4Parser",
            "expires.compareTo(LONGEST_PRESIGNED) > 0",
            "(expires.compareTo(LONGEST_PRESIGNED) > 0 && !@ALIVE@)"),
        signature(
            "signature-repeated-headers",
            "SigV4Parser",
            "if (values.size() > 1) {",
            "if (values.size() > 1 && !@ALIVE@) {"),
        signature(
            "signature-algorithm",
            "SigV4Verifier",
            "if (!signature.algorithm().equals(SigV4Signature.ALGORITHM)) {",
            "if (!signature.algorithm().equals(SigV4Signature.ALGORITHM) && !@ALIVE@) {"),
        signature(
            "signed-host",
            "SigV4Verifier",
            "if (!signed.contains(\"host\") && !signed.contains(\":authority\")) {",
            "if (!signed.contains(\"host\") && !signed.contains(\":authority\") && !@ALIVE@) {"),
        signature(
            "signed-amz-headers",
            "SigV4Verifier",
            "if (name.startsWith(\"x-amz-\") && !signed.contains(name)) {",
            "if (name.startsWith(\"x-amz-\") && !signed.contains(name) && !@ALIVE@) {"),
        signature(
            "scope-region",
            "SigV4Verifier",
            "if (!scope.region().equals(region.code())) {",
            "if (!scope.region().equals(region.code()) && !@ALIVE@) {"),
        signature(
            "scope-service",
            "SigV4Verifier",
            "if (!services.contains(scope.service())) {",
            "if (!services.contains(scope.service()) && !@ALIVE@) {"),
        signature(
            "scope-terminator",
            "SigV4Verifier",
            "if (!scope.terminator().equals(SigV4Scope.TERMINATOR)) {",
            "if (!scope.terminator().equals(SigV4Scope.TERMINATOR) && !@ALIVE@) {"),
        signature(
            "scope-date",
            "SigV4Verifier",
            "if (!scope.date().equals(day)) {",
            "if (!scope.date().equals(day) && !@ALIVE@) {"),
        signature(
            "session-token-missing",
            "SigV4Verifier",
            "    if (sent == null) {\n",
            "    if (@ALIVE@ && sent == null) {\n      return;\n    }\n    if (sent == null) {\n"),
        signature(
            "session-token-foreign",
            "SigV4Verifier",
            "if (!session.token().matches(sent)) {",
            "if (!session.token().matches(sent) && !@ALIVE@) {"),
        signature(
            "session-token-without-session",
            "SigV4Verifier",
            "      if (sent != null) {\n",
            "      if (sent != null && !@ALIVE@) {\n"),
        signature(
            "signed-body",
            "SigV4Verifier",
            "            Sha256.hex(request.body().bytes()));\n",
            "            @ALIVE@\n"
                + "                ? request.headers().first(\"x-amz-content-sha256\")\n"
                + "                    .orElse(Sha256.hex(request.body().bytes()))\n"
                + "                : Sha256.hex(request.body().bytes()));\n"),
        signature(
            "signed-method",
            "SigV4CanonicalRequest",
            "        request.method(),\n",
            "        @ALIVE@ ? \"GET\" : request.method(),\n"),
        signature(
            "signed-path",
            "SigV4CanonicalRequest",
            "        canonicalPath(request.rawPath()),\n",
            "        @ALIVE@ ? \"/\" : canonicalPath(request.rawPath()),\n"),
        signature(
            "signed-query",
            "SigV4CanonicalRequest",
            "        canonicalQuery(request.rawQuery(), presigned),\n",
            "        @ALIVE@ && !presigned ? \"\""
                + " : canonicalQuery(request.rawQuery(), presigned),\n"),
        signature(
            "signed-header-values",
            "SigV4CanonicalRequest",
            "headers.put(name, headerValue(request.headers(), name));",
            "headers.put(name, @ALIVE@\n"
                + "          ? oneSpaced(request.headers().first(name).orElse(\"\"))\n"
                + "          : headerValue(request.headers(), name));"),
        // Policies
        permission("permission-for-the-url", "INVOKE_URL"),
        permission("permission-for-the-function", "INVOKE"),
        new Mutant(
            "permission-for-the-route",
            List.of("Signed"),
            List.of(
                edit(
                    "IamAuthorizer",
                    "if (policies.check(asked) instanceof Decision.Refused(var reason, _)) {",
                    "if (policies.check(asked) instanceof Decision.Refused(var reason, _)"
                        + " && !@ALIVE@) {"))),
        new Mutant(
            "explicit-deny",
            List.of("Url", "Signed"),
            List.of(
                new Edit(
                    "iam",
                    "Judgement",
                    "return deny(inquiry, policies).orElseGet(() -> allow(inquiry, policies));",
                    "return @ALIVE@ ? allow(inquiry, policies)\n"
                        + "        : deny(inquiry, policies)"
                        + ".orElseGet(() -> allow(inquiry, policies));"))),
        new Mutant(
            "implicit-deny",
            List.of("Url", "Signed"),
            List.of(
                new Edit(
                    "iam",
                    "Judgement",
                    "if (reach != Reach.ROLE && !policies.identity().allows(inquiry)) {",
                    "if (reach != Reach.ROLE && !policies.identity().allows(inquiry)"
                        + " && !@ALIVE@) {"))),
        policy(
            "policy-action",
            "return actions.cover(inquiry.action(), inquiry.context());",
            "return @ALIVE@ && effect == Effect.ALLOW\n"
                + "        || actions.cover(inquiry.action(), inquiry.context());"),
        policy(
            "policy-resource",
            "return resources == null ||",
            "return @ALIVE@ || resources == null ||"),
        policy(
            "policy-condition",
            ".filter(condition -> !condition.holds(inquiry.context(), effect))",
            ".filter(condition -> !@ALIVE@ && !condition.holds(inquiry.context(), effect))"),
        // Functions that judge
        new Mutant(
            "authorizer-answer",
            List.of("Judged"),
            List.of(
                edit(
                    "LambdaAuthorizer",
                    "          authorized\n              ? admitted(",
                    "          authorized || @ALIVE@\n              ? admitted("))),
        new Mutant(
            "authorizer-policy",
            List.of("Judged"),
            List.of(
                edit(
                    "LambdaAuthorizer",
                    "          asked(policy, context)\n",
                    "          (@ALIVE@ ? Optional.<String>empty() : asked(policy, context))\n"))),
        new Mutant(
            "authorizer-identity-source",
            List.of("Judged"),
            List.of(
                edit(
                    "LambdaAuthorizer",
                    "Optional<String> identity = IdentitySource.joined(found);",
                    "Optional<String> identity = @ALIVE@ ? Optional.of(String.join(\",\", found))"
                        + " : IdentitySource.joined(found);"))),
        // Routes
        route(
            "route-lock-for-preflights",
            "HttpApi",
            "selected.route().guard().admit(context)",
            "(@ALIVE@ && request.method().equals(\"OPTIONS\")\n"
                + "        ? new Guard.OpenGuard() : selected.route().guard()).admit(context)"),
        route(
            "route-method",
            "RouteKey",
            "boolean methodFits = method.equals(ANY)",
            "boolean methodFits = @ALIVE@ || method.equals(ANY)"),
        new Mutant(
            "route-literal",
            List.of("Mixed"),
            List.of(
                edit(
                    "RouteKey",
                    "case Segment.Literal(var text) -> text.equals(found);",
                    "case Segment.Literal(var text) -> @ALIVE@ || text.equals(found);"),
                edit(
                    "RouteTree",
                    "    if (variable != null) {\n",
                    "    if (@ALIVE@) {\n"
                        + "      literals.values().forEach(any -> any.collect(path, depth + 1, found));\n"
                        + "    }\n"
                        + "    if (variable != null) {\n"))),
        new Mutant(
            "route-encoded-slash",
            List.of("Mixed"),
            List.of(
                edit(
                    "RouteTable",
                    "    if (!path.decodedFirst().equals(path.segments())\n",
                    "    if (!@ALIVE@ && !path.decodedFirst().equals(path.segments())\n"),
                edit(
                    "RouteTable",
                    "if (other.isPresent() && locksDiffer(match.route(), other.get().route())) {",
                    "if (other.isPresent() && locksDiffer(match.route(), other.get().route())"
                        + " && !@ALIVE@) {"))),
        route(
            "route-dots",
            "RequestPath",
            "if (laxer.stream().flatMap(List::stream).anyMatch(RequestPath::climbs)) {",
            "if (laxer.stream().flatMap(List::stream).anyMatch(RequestPath::climbs)"
                + " && !@ALIVE@) {"));
  }

  private static Edit edit(String file, String original, String replacement) {
    return new Edit("apigateway", file, original, replacement);
  }

  private static Mutant token(String name, String file, String original, String replacement) {
    return new Mutant(name, List.of("Tokens"), List.of(edit(file, original, replacement)));
  }

  private static Mutant signature(String name, String file, String original, String replacement) {
    return new Mutant(
        name, List.of("Url", "Signed"), List.of(new Edit("aws", file, original, replacement)));
  }

  private static Mutant permission(String name, String action) {
    String check = "policies.check(asked) instanceof Decision.Refused refused";
    return new Mutant(
        name,
        List.of("Url"),
        List.of(
            new Edit(
                "lambda",
                "FunctionUrl",
                check,
                check + " && !(@ALIVE@ && asked.action().equals(" + action + "))")));
  }

  private static Mutant policy(String name, String original, String replacement) {
    return new Mutant(
        name,
        List.of("Url", "Signed"),
        List.of(new Edit("iam", "Statement", original, replacement)));
  }

  private static Mutant route(String name, String file, String original, String replacement) {
    return new Mutant(name, List.of("Mixed"), List.of(edit(file, original, replacement)));
  }

  /// Brings this one to life, and no other.
  void live() {
    all().forEach(other -> System.clearProperty(other.property()));
    System.setProperty(property(), "true");
  }

  static List<String> files() {
    return all().stream()
        .flatMap(mutant -> mutant.edits().stream())
        .map(Edit::path)
        .distinct()
        .toList();
  }

  /// @throws IllegalStateException when a place to edit is not there exactly once
  static String edited(String path, String source) {
    String text = source;
    for (Mutant mutant : all()) {
      for (Edit edit : mutant.edits()) {
        if (!edit.path().equals(path)) {
          continue;
        }
        int found = text.split(Pattern.quote(edit.original()), -1).length - 1;
        if (found != 1) {
          throw new IllegalStateException(
              mutant.name() + ": " + path + " has " + found + " times " + edit.original());
        }
        text = text.replace(edit.original(), edit.replacement().replace(ALIVE, mutant.condition()));
      }
    }
    return text;
  }
}
