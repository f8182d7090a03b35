package com.rocketmat.privacy.words;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The features of the catalogue as candidates would call them. */
final class FeatureWords {

    private static final Pattern MEMBER = Pattern.compile("(?s)([a-z.]+)\\[(.*)]");

    private static final Map<String, Phrase> FEATURES = Map.ofEntries(
            feature(
                    "application.age_days",
                    "Days since the application",
                    "Dias desde a candidatura",
                    "Días desde la candidatura"),
            feature(
                    "application.source_id",
                    "Source of the application",
                    "Origem da candidatura",
                    "Origen de la candidatura"),
            feature("application.referred", "Referral", "Indicação", "Recomendación de alguien de la empresa"),
            feature(
                    "application.location",
                    "Location given in the application",
                    "Local informado na candidatura",
                    "Ubicación indicada en la candidatura"),
            feature("application.stage", "Stage of the application", "Etapa da candidatura", "Etapa de la candidatura"),
            feature("candidate.title", "Current job title", "Cargo atual", "Cargo actual"),
            feature("candidate.company", "Current company", "Empresa atual", "Empresa actual"),
            feature("candidate.tags", "Tags", "Etiquetas", "Etiquetas"),
            feature("candidate.location", "Location", "Localização", "Ubicación"),
            feature("candidate.experience_years", "Years of experience", "Anos de experiência", "Años de experiencia"),
            feature(
                    "candidate.current_role_years",
                    "Years in the current role",
                    "Anos no cargo atual",
                    "Años en el puesto actual"),
            feature(
                    "candidate.longest_role_years",
                    "Years in the longest role",
                    "Anos no cargo mais longo",
                    "Años en el puesto más largo"),
            feature("candidate.jobs_count", "Number of jobs held", "Número de empregos", "Número de empleos"),
            feature("candidate.gap_months", "Months between jobs", "Meses entre empregos", "Meses entre empleos"),
            feature("candidate.degree_level", "Highest degree", "Maior grau de formação", "Título más alto"),
            feature("candidate.discipline", "Field of study", "Área de estudo", "Área de estudios"),
            feature("candidate.school", "School", "Instituição de ensino", "Institución educativa"),
            feature("candidate.educations_count", "Number of educations", "Número de formações", "Número de estudios"),
            feature("job.id", "The job applied for", "A vaga", "La vacante"),
            feature("job.title", "Title of the job applied for", "Título da vaga", "Título de la vacante"),
            feature("job.department_id", "Department of the job", "Departamento da vaga", "Departamento de la vacante"),
            feature("job.office_id", "Office of the job", "Escritório da vaga", "Oficina de la vacante"),
            feature(
                    "job.open_days",
                    "Days the job has been open",
                    "Dias desde a abertura da vaga",
                    "Días desde la apertura de la vacante"),
            feature(
                    "match.title_similarity",
                    "Similarity of the current job title to the job",
                    "Semelhança do cargo atual com a vaga",
                    "Similitud del cargo actual con la vacante"),
            feature(
                    "match.location_same",
                    "Same place as the job",
                    "Mesmo local da vaga",
                    "Mismo lugar que la vacante"),
            feature("resume.text", "Text of the resume", "Texto do currículo", "Texto del currículum"));

    private static final Map<String, Phrase> FAMILIES = Map.ofEntries(
            feature("application.answer", "Answer to “%s”", "Resposta a “%s”", "Respuesta a «%s»"),
            feature(
                    "application.custom",
                    "Field “%s” of the application",
                    "Campo “%s” da candidatura",
                    "Campo «%s» de la candidatura"),
            feature(
                    "candidate.custom",
                    "Field “%s” of the candidate",
                    "Campo “%s” da pessoa candidata",
                    "Campo «%s» de la persona candidata"),
            feature("job.custom", "Field “%s” of the job", "Campo “%s” da vaga", "Campo «%s» de la vacante"));

    private FeatureWords() {}

    private static Map.Entry<String, Phrase> feature(String name, String english, String portuguese, String spanish) {
        return entry(name, new Phrase(english, portuguese, spanish));
    }

    /** Its own name for one that is not among them: a model may outlive a feature. */
    static String of(String feature, Language language) {
        Matcher member = MEMBER.matcher(feature);
        return member.matches()
                ? Optional.ofNullable(FAMILIES.get(member.group(1)))
                        .map(family -> family.in(language, member.group(2)))
                        .orElse(feature)
                : Optional.ofNullable(FEATURES.get(feature))
                        .map(words -> words.in(language))
                        .orElse(feature);
    }
}
