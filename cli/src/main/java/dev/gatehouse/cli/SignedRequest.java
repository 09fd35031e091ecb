package dev.gatehouse.cli;

import java.net.URI;
import java.net.http.HttpRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// A request signed by the SDK's own signer, as a client of AWS would send it.
final class SignedRequest {
  private SignedRequest() {}

  static HttpRequest get(
      String url, String region, String service, String accessKeyId, String secretAccessKey) {
    var request = SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(URI.create(url)).build();
    var signed =
        AwsV4HttpSigner.create()
            .sign(signing ->
                signing
                    .identity(AwsCredentialsIdentity.create(accessKeyId, secretAccessKey))
                    .request(request)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service));
    var builder = Http.to(url).GET();
    signed
        .request()
        .forEachHeader((name, values) -> {
          // The client writes Host itself, from the same URL.
          if (!name.equalsIgnoreCase("host")) {
            values.forEach(value -> builder.header(name, value));
          }
        });
    return builder.build();
  }
}
