package dev.gatehouse.host.console;

import static j2html.TagCreator.a;
import static j2html.TagCreator.attrs;
import static j2html.TagCreator.button;
import static j2html.TagCreator.code;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.text;

import dev.gatehouse.cognito.OAuthFlow;
import dev.gatehouse.cognito.UserPoolConfig;
import dev.gatehouse.host.console.Premises.Client;
import j2html.tags.DomContent;
import java.util.List;
import java.util.stream.Collectors;

/// User pools, their app clients, and a client's secret: shown only to who asked for it twice.
final class PoolsPage {
  private PoolsPage() {}

  static DomContent of(Premises premises) {
    return premises.pools().isEmpty()
        ? p("This stack has no user pool.")
        : each(premises.pools(), pool -> pool(premises, pool));
  }

  private static DomContent pool(Premises premises, UserPoolConfig pool) {
    var rows =
        premises.clients().stream()
            .filter(client -> client.pool().equals(pool))
            .map(PoolsPage::row)
            .toList();
    return section(
        h2(pool.name()),
        dl(
            dt("Pool id"),
            dd(code(pool.id())),
            dt("Issuer"),
            dd(Parts.copyable("issuer-" + pool.id(), pool.issuer())),
            dt("Token endpoint"),
            dd(
                premises
                    .tokenUrl(pool)
                    .<DomContent>map(url -> Parts.copyable("token-" + pool.id(), url))
                    .orElse(text("none: the pool has no domain")))),
        Parts.listing(
            "App clients of " + pool.name(),
            List.of("Name", "Client id", "Flows", "Scopes", "Secret"),
            rows));
  }

  private static DomContent row(Client client) {
    var settings = client.client().oauth();
    String id = client.client().id();
    return Parts.row(
        text(client.client().name()),
        Parts.copyable("client-" + id, id),
        text(
            settings.flows().stream()
                .map(OAuthFlow::wireName)
                .sorted()
                .collect(Collectors.joining(", "))),
        text(String.join(" ", settings.scopes())),
        client.secret().isPresent()
            ? a("Show secret").withHref(Page.ROOT + "/clients/" + id + "/secret")
            : text("none: a public client"));
  }

  static DomContent confirmation(Session session, Client client) {
    String path = "/clients/" + client.client().id() + "/secret";
    return div(
        attrs(".note"),
        p(
            "Whoever has this secret can fetch tokens as "
                + client.client().name()
                + ". It will be readable on this screen."),
        Page.form(session, path, button("Show the secret").withClass("primary")),
        p(a("Back to the user pools").withHref(Page.ROOT + "/pools")));
  }

  static DomContent shown(Client client) {
    return div(
        attrs(".note"),
        dl(
            dt("Client id"),
            dd(Parts.copyable("id", client.client().id())),
            dt("Client secret"),
            dd(Parts.copyable("secret", client.secret().orElseThrow().reveal()))),
        p(a("Hide it again").withHref(Page.ROOT + "/pools")));
  }
}
