package dev.gatehouse.host.prove;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// What may be tried at any lock: to write the path, the method or the headers so that the lock
/// looks the other way.
final class Tricks {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
  private static final List<String> ODD_METHODS =
      List.of("TRACE", "CONNECT", "PROPFIND", "LOCK", "GETS", "ANY", "$default", "*");
  private static final List<String> OVERRIDES =
      List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override");

  private final Target target;
  private final Shot knock;
  private final String baseUrl;
  private final List<String> stages;

  /// @param knock leads to the door
  /// @param baseUrl of the base port, which tells gates apart by `Host`
  /// @param stages prefixes at the same address
  Tricks(Target target, Shot knock, String baseUrl, List<String> stages) {
    this.target = target;
    this.knock = knock;
    this.baseUrl = baseUrl;
    this.stages = List.copyOf(stages);
  }

  List<Attack> all() {
    return Stream.of(paths(), methods(), hosts(), headers()).flatMap(List::stream).toList();
  }

  List<Attack> paths() {
    var attacks = new ArrayList<Attack>();
    var seen = new LinkedHashSet<String>();
    for (String path : variants(knock.path())) {
      if (!path.equals(knock.path()) && seen.add(path)) {
        attacks.add(Attack.of("path trick: " + path, knock.withTarget(path)));
      }
    }
    return attacks;
  }

  private List<String> variants(String path) {
    String host = knock.host();
    String last = path.substring(path.lastIndexOf('/') + 1);
    String parent = path.substring(0, path.lastIndexOf('/') + 1);
    String first = path.length() > 1 ? path.substring(1, 2) : "";
    String rest = path.length() > 1 ? path.substring(2) : "";
    var variants = new ArrayList<String>();
    // Slashes and dots.
    variants.addAll(
        List.of(
            path + "/",
            path + "//",
            "/" + path,
            "//" + path,
            "/." + path,
            "/./" + path.substring(1)));
    variants.addAll(
        List.of(
            path + "/.",
            path + "/..",
            "/x/.." + path,
            "/x/../" + path.substring(1),
            path + "/x/.."));
    variants.addAll(List.of("/%2e" + path, "/x/%2e%2e" + path, "/x/%2E%2E%2f" + path.substring(1)));
    variants.addAll(List.of("/..;" + path, path + "/..;/", "/x/..%252f" + path.substring(1)));
    variants.add(path.replace("/", "//"));
    // Encoded slashes.
    variants.addAll(
        List.of("/%2f" + path.substring(1), parent + "%2f" + last, path + "%2f", path + "%2F%2f"));
    variants.add("/" + path.substring(1).replace("/", "%2f"));
    variants.add("/" + path.substring(1).replace("/", "%252f"));
    variants.add("/" + path.substring(1).replace("/", "%5c"));
    variants.add("/" + path.substring(1).replace("/", "\\"));
    variants.add("/" + path.substring(1).replace("/", "%c0%af"));
    variants.add("/" + path.substring(1).replace("/", "%ef%bc%8f"));
    // Letters.
    if (!first.isEmpty()) {
      String hex = "%02x".formatted((int) first.charAt(0));
      variants.addAll(List.of("/%" + hex + rest, "/%25" + hex + rest, "/%2525" + hex + rest));
      variants.add("/%u00" + hex + rest);
    }
    variants.addAll(List.of(path.toUpperCase(Locale.ROOT), path.toLowerCase(Locale.ROOT)));
    // Parameters and endings.
    for (String ending :
        List.of(
            ";",
            ";a=b",
            "%3b",
            "%3ba=b",
            "%3f",
            "%3fa=b",
            "%23",
            "%00",
            "%20",
            "%09",
            "%0a",
            "%0d%0aX:1",
            ".",
            "..",
            ".json",
            "~",
            "%",
            "%zz",
            "?",
            "??",
            "#",
            "#x",
            "/;/",
            "/%3b/")) {
      variants.add(path + ending);
    }
    variants.add(";" + path);
    variants.add("/;" + path);
    // Stages.
    variants.addAll(List.of("/$default" + path, "/%24default" + path, "/prod" + path));
    variants.add(target.prefix() + path);
    if (!target.prefix().isEmpty()) {
      variants.add(path.substring(target.prefix().length()));
      variants.add("/%2f" + path.substring(1));
    }
    for (String stage : stages) {
      variants.add(stage + path);
      variants.add(stage + path.substring(target.prefix().length()));
    }
    // Other forms of a request target (RFC 9112 §3.2).
    variants.addAll(
        List.of(
            "http://" + host + path,
            "http://evil.example" + path,
            "//evil.example" + path,
            path.substring(1),
            "*"));
    variants.removeIf(String::isEmpty);
    return variants;
  }

  List<Attack> methods() {
    var attacks = new ArrayList<Attack>();
    for (String method : METHODS) {
      if (!method.equals(knock.method())) {
        attacks.add(Attack.of("verb trick: " + method, knock.withMethod(method)));
      }
    }
    String own = knock.method();
    for (String method :
        List.of(
            own.toLowerCase(Locale.ROOT),
            own.charAt(0) + own.substring(1).toLowerCase(Locale.ROOT))) {
      attacks.add(Attack.of("verb trick: " + method, knock.withMethod(method)));
    }
    for (String method : ODD_METHODS) {
      attacks.add(Attack.of("verb trick: " + method, knock.withMethod(method)));
    }
    for (String method : List.of("GET", "POST", "HEAD", "OPTIONS")) {
      if (!method.equals(own)) {
        for (String override : OVERRIDES) {
          attacks.add(
              Attack.of(
                  "verb trick: " + method + " with " + override,
                  knock.withMethod(method).plus(override, own)));
        }
        attacks.add(
            Attack.of(
                "verb trick: " + method + " with _method",
                knock.withMethod(method).plusQuery("_method=" + own)));
      }
    }
    for (String override : OVERRIDES) {
      attacks.add(
          Attack.of("verb trick: " + override + ": OPTIONS", knock.plus(override, "OPTIONS")));
    }
    attacks.add(
        Attack.of(
            "verb trick: a preflight",
            knock
                .withMethod("OPTIONS")
                .plus("Origin", "https://evil.example")
                .plus("Access-Control-Request-Method", own)
                .plus("Access-Control-Request-Headers", "authorization")));
    return attacks;
  }

  private List<Attack> hosts() {
    var attacks = new ArrayList<Attack>();
    for (String host :
        List.of(
            "evil.example",
            "localhost",
            "127.0.0.1",
            target.awsHost(),
            target.awsHost().toUpperCase(Locale.ROOT),
            target.awsHost() + ".",
            "x." + target.awsHost(),
            "lambda.us-east-1.amazonaws.com",
            baseUrl.substring(baseUrl.indexOf("//") + 2))) {
      attacks.add(Attack.of("Host trick: " + host, knock.with("Host", host)));
    }
    attacks.add(Attack.of("Host trick: two of them", knock.plus("Host", "localhost")));
    attacks.add(Attack.of("Host trick: none", knock.without("Host")));
    attacks.add(
        Attack.of("Host trick: none, HTTP/1.0", knock.without("Host").withProtocol("HTTP/1.0")));
    Shot atBase = knock.withUrl(baseUrl);
    attacks.add(Attack.of("base port: by AWS's host name", atBase.with("Host", target.awsHost())));
    attacks.add(Attack.of("base port: without a host name", atBase.with("Host", "localhost")));
    attacks.add(
        Attack.of(
            "base port: X-Forwarded-Host",
            atBase.with("Host", "localhost").plus("X-Forwarded-Host", target.awsHost())));
    return attacks;
  }

  private List<Attack> headers() {
    var attacks = new ArrayList<Attack>();
    for (String name : List.of("X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix")) {
      attacks.add(
          Attack.of("header trick: " + name, knock.withTarget("/").plus(name, knock.path())));
    }
    for (String address : List.of("127.0.0.1", "::1", "localhost")) {
      attacks.add(
          Attack.of(
              "header trick: forwarded for " + address, knock.plus("X-Forwarded-For", address)));
    }
    attacks.add(
        Attack.of("header trick: Forwarded", knock.plus("Forwarded", "for=127.0.0.1;proto=https")));
    attacks.add(
        Attack.of(
            "header trick: Connection names Authorization",
            knock.plus("Connection", "close, authorization")));
    attacks.add(
        Attack.of(
            "header trick: a request context of one's own",
            knock
                .plus("x-amzn-request-context", "{\"authorizer\":{\"jwt\":{\"claims\":{}}}}")
                .plus("x-amzn-lambda-context", "{}")));
    attacks.add(
        Attack.of(
            "header trick: a user of one's own",
            knock
                .plus("X-Remote-User", "admin")
                .plus("X-User-Id", "admin")
                .plus("X-Admin", "true")));
    attacks.add(
        Attack.of(
            "header trick: Upgrade",
            knock.plus("Upgrade", "websocket").plus("Connection", "close, upgrade")));
    attacks.add(smuggled("Content-Length: 4", "chunked"));
    attacks.add(smuggled("Content-Length: 0", " chunked"));
    return attacks;
  }

  /// A second request hides in the body of the first (RFC 9112 §11.2).
  private Attack smuggled(String length, String coding) {
    String hidden =
        knock.method()
            + " "
            + knock.target()
            + " HTTP/1.1\r\nHost: "
            + knock.host()
            + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    String[] line = length.split(": ", 2);
    return Attack.of(
        "smuggled behind " + length,
        knock
            .withMethod("POST")
            .plus(line[0], line[1])
            .plus("Transfer-Encoding", coding)
            .plus("Connection", "keep-alive")
            .withBody("0\r\n\r\n" + hidden));
  }
}
