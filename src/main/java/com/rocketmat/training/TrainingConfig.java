package com.rocketmat.training;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotNull;
import java.util.List;

/** What is excluded from training data. */
@ConfigMapping(prefix = "rocketmat.training")
interface TrainingConfig {

    /**
     * Words in a custom field's key or a question that mark names or contact data (English, Portuguese, Spanish). Their answers are not
     * exported. Accents and case are ignored. {@code *} at the end matches any ending.
     */
    @NotNull
    @WithDefault(
            "name,names,surname,nickname,email*,e mail*,mail,phone*,telephone*,mobile,cell,cellphone,whatsapp,telegram,skype,address*,"
                    + "street,zip,postcode,postal*,linkedin*,github*,twitter,facebook,instagram,website,webpage,homepage,url,portfolio,"
                    + "passport,ssn,social security,cpf,rg,dni,nif,nome,sobrenome,apelido,telefone*,celular*,endereco*,cep,rua,"
                    + "nombre*,apellido*,correo*,telefono*,movil,direccion*,calle,codigo postal")
    List<String> contactNames();
}
