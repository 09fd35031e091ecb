package dev.gatehouse.cli;

import dev.gatehouse.host.StartupException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// A request signed by the SDK's own signer, as a client of AWS would send it.
///
/// @param body null for a request without one
/// @param headers all that the client has to send, `Host` among them; a name may come twice
record SignedRequest(String method, String url, @Nullable String body, List<Header> headers) {
  record Header(String name, String value) {}

  /// Signs with the stack administrator's access key.
  ///
  /// @param environment the stack's, with `AWS_REGION` and the key
  /// @param extra headers to be signed too
  static SignedRequest of(
      String method,
      String url,
      @Nullable String body,
      List<Header> extra,
      String service,
      Map<String, String> environment) {
    var unsigned =
        SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(URI.create(url));
    extra.forEach(header -> unsigned.appendHeader(header.name(), header.value()));
    var signed =
        AwsV4HttpSigner.create()
            .sign(signing -> {
              signing
                  .identity(
                      AwsCredentialsIdentity.create(
                          needed(environment, "AWS_ACCESS_KEY_ID"),
                          needed(environment, "AWS_SECRET_ACCESS_KEY")))
                  .request(unsigned.build())
                  .putProperty(AwsV4HttpSigner.REGION_NAME, needed(environment, "AWS_REGION"))
                  .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service);
              if (body != null) {
                signing.payload(ContentStreamProvider.fromUtf8String(body));
              }
            });
    var headers = new ArrayList<Header>();
    signed
        .request()
        .forEachHeader(
            (name, values) -> values.forEach(value -> headers.add(new Header(name, value))));
    return new SignedRequest(method, url, body, headers);
  }

  HttpRequest toRequest() {
    var builder =
        Http.to(url)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    for (Header header : headers) {
      // The client writes Host itself, from the same URL.
      if (!header.name().equalsIgnoreCase("host")) {
        builder.header(header.name(), header.value());
      }
    }
    return builder.build();
  }

  /// For a POSIX shell. Good for as long as the signature is: five minutes.
  String toCurl() {
    var words = new ArrayList<>(List.of("curl", "-i", "-X", method));
    for (Header header : headers) {
      if (!header.name().equalsIgnoreCase("host")) {
        words.add("-H");
        words.add(Lines.shellWord(header.name() + ": " + header.value()));
      }
    }
    if (body != null) {
      words.add("--data-raw");
      words.add(Lines.shellWord(body));
    }
    words.add(Lines.shellWord(url));
    return String.join(" ", words);
  }

  private static String needed(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .orElseThrow(() -> new StartupException("the running stack tells no " + name));
  }
}
