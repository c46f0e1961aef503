// Apache Jena as a client of the endpoint: `java -cp JENA Jena.java SITE THING` prints a line for each: what was asked,
// and how many rows or triples Jena read from the answer.
import java.util.List;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ResultSet;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.exec.http.QueryExecutionHTTP;
import org.apache.jena.sparql.exec.http.QueryExecutionHTTPBuilder;
import org.apache.jena.sparql.exec.http.QuerySendMode;

public class Jena {
    static final String REGION = "<https://w3id.org/treatygraph/ns#Region>";
    static final String ROWS = "SELECT ?s WHERE { ?s a " + REGION + " }";

    static void told(String what, Object number) {
        System.out.println(what + "\t" + number);
    }

    static void rows(String what, QueryExecutionHTTPBuilder asked) {
        try (QueryExecutionHTTP now = asked.query(ROWS).build()) {
            told("rows " + what, ResultSetFormatter.consume(now.execSelect()));
        }
    }

    public static void main(String[] given) {
        String site = given[0], thing = given[1], sparql = site + "sparql";
        for (QuerySendMode mode : QuerySendMode.values())
            rows(mode.name(), QueryExecutionHTTP.service(sparql).sendMode(mode));
        for (String kind : List.of("application/sparql-results+json", "application/sparql-results+xml", "text/csv",
                "text/tab-separated-values"))
            rows(kind, QueryExecutionHTTP.service(sparql).acceptHeader(kind));
        try (QueryExecutionHTTP now = QueryExecutionHTTP.service(sparql).query("ASK { ?s a " + REGION + " }").build()) {
            told("ask", now.execAsk() ? 1 : 0);
        }
        for (String kind : List.of("*/*", "text/turtle", "application/rdf+xml", "application/n-triples")) {
            try (QueryExecutionHTTP now = QueryExecutionHTTP.service(sparql).acceptHeader(kind)
                    .query("CONSTRUCT WHERE { ?s a " + REGION + " }").build()) {
                told("rows construct " + kind, now.execConstruct().size());
            }
            try (QueryExecutionHTTP now = QueryExecutionHTTP.service(sparql).acceptHeader(kind)
                    .query("DESCRIBE <https://w3id.org/treatygraph/" + thing + ">").build()) {
                told("describe " + kind, now.execDescribe().size());
            }
        }
        // What Jena does not hold itself it asks of others.
        String federated = "SELECT ?s WHERE { SERVICE <" + sparql + "> { ?s a " + REGION + " } }";
        try (var now = QueryExecutionFactory.create(QueryFactory.create(federated), ModelFactory.createDefaultModel())) {
            told("rows service", ResultSetFormatter.consume(now.execSelect()));
        }
        for (String place : List.of("ns", "ns.ttl", "ns.nt", "ns.rdf"))
            told("ontology " + place, RDFDataMgr.loadModel(site + place).size());
        for (String place : List.of(thing, ".well-known/void", "sparql"))
            told("load " + place, RDFDataMgr.loadModel(site + place).size());
    }
}
