// What clients in Java send, through java.net.http, which asks for HTTP/2 with every request: as Jena and RDF4J name what
// they take. `java Client.java ADDRESS` prints a line for each: what was asked, status, kind, protocol, and bytes.
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

public class Client {
    static final String JENA_ROWS = "application/sparql-results+json,application/sparql-results+xml;q=0.9,"
            + "text/tab-separated-values;q=0.7,text/csv;q=0.5,application/json;q=0.2,application/xml;q=0.2,*/*;q=0.1";
    static final String JENA_TRIPLES = "text/turtle,application/n-triples;q=0.9,application/ld+json;q=0.8,"
            + "application/rdf+xml;q=0.7,text/n3;q=0.6,application/n3;q=0.6,text/rdf+n3;q=0.6,*/*;q=0.1";
    static final List<String> RDF4J_ROWS = List.of("application/x-sparqlstar-results+json;q=0.8",
            "application/sparql-results+json;q=0.8", "application/sparql-results+xml;q=0.8",
            "application/x-binary-rdf-results-table", "text/tab-separated-values;q=0.8");
    static final HttpClient CLIENT = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();

    static void ask(String what, HttpRequest.Builder asked) throws Exception {
        HttpResponse<byte[]> found = CLIENT.send(asked.build(), HttpResponse.BodyHandlers.ofByteArray());
        System.out.println(String.join("\t", what, "" + found.statusCode(),
                found.headers().firstValue("content-type").orElse(""), "" + found.version(), "" + found.body().length));
    }

    static HttpRequest.Builder form(String address, String query) {
        return HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString("query=" + encoded(query)));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public static void main(String[] given) throws Exception {
        String address = given[0];
        String rows = "SELECT ?s WHERE { ?s a <https://w3id.org/treatygraph/ns#Region> } ORDER BY ?s";
        String triples = "CONSTRUCT WHERE { ?s a <https://w3id.org/treatygraph/ns#Region> }";
        URI inAddress = URI.create(address + "?query=" + encoded(rows));
        ask("jena get", HttpRequest.newBuilder(inAddress).header("Accept", JENA_ROWS));
        ask("jena form", form(address, rows).header("Accept", JENA_ROWS));
        ask("jena body", HttpRequest.newBuilder(URI.create(address)).header("Accept", JENA_ROWS)
                .header("Content-Type", "application/sparql-query").POST(HttpRequest.BodyPublishers.ofString(rows)));
        ask("jena construct", form(address, triples).header("Accept", JENA_TRIPLES));
        HttpRequest.Builder several = form(address, rows);
        RDF4J_ROWS.forEach(kind -> several.header("Accept", kind));
        ask("rdf4j form", several);
        ask("zipped", form(address, rows).header("Accept-Encoding", "gzip").header("Accept", "text/csv"));
        // Without a length the body comes in pieces.
        ask("pieces", HttpRequest.newBuilder(URI.create(address)).header("Accept", JENA_ROWS)
                .header("Content-Type", "application/sparql-query").POST(HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofByteArrays(List.of(rows.substring(0, 9).getBytes(), rows.substring(9).getBytes())))));
        ask("linked data", HttpRequest.newBuilder(URI.create(address).resolve("/id/participant/CHE"))
                .header("Accept", JENA_TRIPLES));
    }
}
