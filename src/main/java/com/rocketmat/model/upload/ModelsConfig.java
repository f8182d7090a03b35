package com.rocketmat.model.upload;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

@ConfigMapping(prefix = "rocketmat.models")
public interface ModelsConfig {

    /** Directory to import models from: {@code <directory>/<tenant>/<name>.onnx} with {@code <name>.json} beside it. */
    Optional<Path> directory();

    /** Memory for loaded models. Beyond it, the least recently used ones are closed. */
    @NotNull
    @WithDefault("256M")
    MemorySize cache();

    /** Maximum size of a model file. {@code quarkus.http.limits.max-body-size} must allow it. */
    @NotNull
    @WithDefault("64M")
    MemorySize maxFile();

    /** Time limit for each check of an upload. */
    @NotNull
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration dryBatch();

    /** Time limit for scoring a batch of applications. A model that exceeds it is quarantined. */
    @NotNull
    @WithDefault("20s")
    @DurationMin(millis = 1)
    Duration runTime();

    /** Time limit for the reasons of a batch of applications. Beyond it, the scores are written without reasons. */
    @NotNull
    @WithDefault("2s")
    @DurationMin
    Duration reasonsTime();

    /** Memory limit for the process that tries an uploaded file. */
    @NotNull
    @WithDefault("512M")
    MemorySize trialMemory();

    /** Whether a version needs a card before it can be activated. */
    @WithDefault("false")
    boolean cardRequired();

    /**
     * Words in a custom field's key, a question or an input's name that mark a protected attribute (English, Portuguese, Spanish). No
     * model may use one. Accents and case are ignored. {@code *} matches any ending at the end of a term, and any beginning at its
     * start.
     */
    @NotNull
    @WithDefault("*gender*,pronoun*,sex,sexes,sexual*,*sexuality,transgender*,nonbinary,lgbt*,sexual orientation,"
            + "orientation,race,races,racial,*ethnic*,hispanic*,latino,latina,latinx,latine,skin color,"
            + "skin colour,african american,native american,indigenous,caste,religio*,faith,creed,"
            + "political opinion,political affiliation,political party,union member*,trade union*,disab*,"
            + "handicap*,impairment*,*veteran*,*veterano*,genetic*,medical condition*,medical history,"
            + "health condition*,health status,age,ages,*birth*,dob,pregnan*,maternity,paternity,marital*,"
            + "marriage,married,divorced,widowed,civil status,family status,familial status,maiden name,"
            + "nationalit*,national origin,country of origin,place of origin,ancestry,citizenship*,eeo,eeoc,"
            + "equal employment opportunity,equal opportunity,demographic*,salutation,honorific,courtesy title,"
            + "genero,generos,*sexo,sexualidad*,transexual*,raca,racas,raza,razas,etnia*,etnic*,cor,color de piel,"
            + "cor da pele,negro,negra,negros,negras,preto,preta,pardo,parda,afrodescend*,indigena*,"
            + "quilombola*,religi*,credo,creencia*,conviccao politica,opiniao politica,opinion politica,"
            + "filiacao sindical,afiliacion sindical,sindicato,sindicalizad*,*deficien*,pcd,discapacid*,"
            + "incapacid*,minusval*,invalidez,condicao de saude,estado de saude,estado de salud,"
            + "condicion de salud,idade,edad,edades,idades,*nascimento,*nacimiento,nascid*,nacid*,gravida,"
            + "gravidas,gravidez,gestante*,gestacao,embaraz*,maternidad*,maternidade,paternidad*,paternidade,"
            + "estado civil,casad*,solteir*,solter*,divorciad*,viuv*,viud*,situacao familiar,"
            + "situacion familiar,orientacao,orientacion,nacionalidad*,naturalidade,ascendencia,cidadania,"
            + "ciudadania,pais de origem,pais de origen,nome social,nombre social,pronome*,pronombre*,"
            + "forma de tratamento,forma de tratamiento,titulo de cortesia")
    List<String> protectedNames();

    /**
     * Words, in the same form, that mark known proxies of a protected attribute, such as a postal code for race, the year of
     * graduation for age, or a first name for gender. A version that uses one is stored with a warning.
     */
    @NotNull
    @WithDefault("postal code,post code,postal,zip,zip code,cep,codigo postal,address,street,endereco,rua,"
            + "direccion,domicilio,calle,neighbo*,bairro,barrio,graduation,graduated,graduation year,"
            + "year of graduation,class of,formatura,formado em,ano de conclusao,graduacao,graduacion,egreso,"
            + "egresado,first name,given name,forename,middle name,last name,surname,family name,full name,"
            + "your name,primeiro nome,seu nome,sobrenome,nome completo,primer nombre,su nombre,"
            + "nombre completo,apellido*,photo*,picture,headshot,foto*,selfie,height,weight,altura,estatura,"
            + "peso,native language,first language,mother tongue,native speaker,lingua materna,lingua nativa,"
            + "lengua materna,idioma materno,idioma nativo,accent,sotaque,acento,children,kids,dependents,"
            + "filho*,filha*,hijo*,hija*,dependentes,dependientes,childcare,caregiver*,parental leave,"
            + "career break,employment gap,military,servico militar,reservista,servicio militar,criminal*,"
            + "conviction*,arrest*,felony,antecedentes,penales,salary history,current salary,previous salary,"
            + "salario atual,salario anterior,ultimo salario,salario actual,place of residence,hometown,"
            + "cidade natal,ciudad natal,visa,visto de trabalho,visado,immigration*,imigra*,inmigra*,"
            + "work permit,titulo")
    List<String> proxyNames();
}
