import com.apicatalog.jsonld.JsonLd;
import com.apicatalog.jsonld.JsonLdError;
import com.apicatalog.jsonld.JsonLdErrorCode;
import com.apicatalog.jsonld.JsonLdOptions;
import com.apicatalog.jsonld.document.Document;
import com.apicatalog.jsonld.document.JsonDocument;
import com.apicatalog.rdf.canon.RdfCanon;
import com.apicatalog.rdf.nquads.NQuadsReader;
import com.apicatalog.rdf.nquads.NQuadsWriter;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.rdf4j.rio.ParserConfig;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.RDFParser;
import org.eclipse.rdf4j.rio.Rio;
import org.eclipse.rdf4j.rio.helpers.BasicParserSettings;
import org.eclipse.rdf4j.rio.helpers.ParseErrorCollector;

/**
 * RDF4J Rio and Titanium, for readers.py. A request is one line: a task and paths, separated by tabs. A response is a line with
 * "done" or "failed" and a length in bytes, followed by the content in UTF-8.
 */
public final class JavaReaders {
    private interface Task {
        String run(Path... files) throws Exception;
    }

    private static final Map<String, Task> TASKS = Map.of(
            "rdf4j", JavaReaders::rdf4j,
            "titanium", JavaReaders::titanium,
            "titanium-rdfc", JavaReaders::canonical,
            "titanium-expand", files -> JsonLd.expand(document(files[0])).options(offline()).get().toString(),
            "titanium-compact", files -> JsonLd.compact(document(files[0]), document(files[1])).options(offline()).get().toString(),
            "titanium-frame", files -> JsonLd.frame(document(files[0]), document(files[1])).options(offline()).get().toString());

    public static void main(String[] arguments) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String request = requests.readLine(); request != null; request = requests.readLine()) {
            String[] words = request.split("\t");
            Path[] files = new Path[words.length - 1];
            for (int i = 0; i < files.length; i++) {
                files[i] = Path.of(words[i + 1]);
            }
            String outcome = "done";
            String text;
            try {
                text = TASKS.get(words[0]).run(files);
            } catch (Exception complaint) {
                outcome = "failed";
                text = complaint.toString();
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            answers.print(outcome + " " + bytes.length + "\n");
            answers.write(bytes);
            answers.flush();
        }
    }

    private static String rdf4j(Path... files) throws Exception {
        RDFFormat format = Rio.getParserFormatForFileName(files[0].toString()).orElseThrow();
        RDFParser parser = Rio.createParser(format);
        ParserConfig settings = parser.getParserConfig();
        settings.set(BasicParserSettings.VERIFY_DATATYPE_VALUES, true);
        settings.set(BasicParserSettings.VERIFY_LANGUAGE_TAGS, true);
        settings.set(BasicParserSettings.VERIFY_URI_SYNTAX, true);
        ParseErrorCollector complaints = new ParseErrorCollector();
        parser.setParseErrorListener(complaints);
        StringWriter quads = new StringWriter();
        parser.setRDFHandler(Rio.createWriter(RDFFormat.NQUADS, quads));
        try (InputStream input = Files.newInputStream(files[0])) {
            parser.parse(input);
        }
        if (!(complaints.getWarnings().isEmpty() && complaints.getErrors().isEmpty() && complaints.getFatalErrors().isEmpty())) {
            throw new IllegalArgumentException("" + complaints.getWarnings() + complaints.getErrors() + complaints.getFatalErrors());
        }
        return quads.toString();
    }

    private static String titanium(Path... files) throws Exception {
        StringWriter quads = new StringWriter();
        JsonLd.toRdf(document(files[0])).options(offline()).provide(new NQuadsWriter(quads));
        return quads.toString();
    }

    private static String canonical(Path... files) throws Exception {
        RdfCanon canon = RdfCanon.create("SHA-256");
        try (Reader input = Files.newBufferedReader(files[0])) {
            new NQuadsReader(input).provide(canon);
        }
        StringWriter quads = new StringWriter();
        canon.provide(new NQuadsWriter(quads));
        return quads.toString();
    }

    private static Document document(Path file) throws Exception {
        try (InputStream input = Files.newInputStream(file)) {
            return JsonDocument.of(input);
        }
    }

    private static JsonLdOptions offline() {
        return new JsonLdOptions((url, options) -> {
            throw new JsonLdError(JsonLdErrorCode.LOADING_DOCUMENT_FAILED, "asked for " + url);
        });
    }
}
