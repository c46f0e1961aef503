// Apache Jena as another engine: `java -cp JENA Answers.java LINES QUESTIONS` reads lines of N-Quads, asks each query of a
// folder (`*.rq`) of all graphs together, and writes the rows beside it (`*.rows`): cells with tabs between, in order.
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ResultSet;
import org.apache.jena.query.Syntax;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.rdf.model.RDFNode;
import org.apache.jena.riot.RDFDataMgr;

public class Answers {
    public static void main(String[] given) throws Exception {
        Dataset read = DatasetFactory.createGeneral();
        RDFDataMgr.read(read, given[0]);
        Model together = ModelFactory.createDefaultModel();
        for (Iterator<String> names = read.listNames(); names.hasNext();)
            together.add(read.getNamedModel(names.next()));
        read.setDefaultModel(together);
        List<Path> questions;
        try (Stream<Path> found = Files.list(Path.of(given[1]))) {
            questions = found.filter(path -> path.toString().endsWith(".rq")).sorted().toList();
        }
        for (Path question : questions) {
            List<String> rows = new ArrayList<>();
            var query = QueryFactory.create(Files.readString(question), Syntax.syntaxSPARQL_11);
            try (QueryExecution asked = QueryExecutionFactory.create(query, read)) {
                ResultSet answer = asked.execSelect();
                while (answer.hasNext()) {
                    var row = answer.next();
                    StringJoiner cells = new StringJoiner("\t");
                    for (String name : answer.getResultVars()) {
                        RDFNode cell = row.get(name);
                        cells.add(cell == null ? "" : cell.isLiteral() ? cell.asLiteral().getLexicalForm() : cell.toString());
                    }
                    rows.add(cells.toString());
                }
            }
            Collections.sort(rows);
            Files.writeString(Path.of(question.toString().replaceFirst("rq$", "rows")), String.join("\n", rows));
        }
        System.out.println(together.size() + "\t" + questions.size());
    }
}
