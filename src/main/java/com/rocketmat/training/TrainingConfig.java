package com.rocketmat.training;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotNull;
import java.util.List;

/** What leaves with training data. */
@ConfigMapping(prefix = "rocketmat.training")
interface TrainingConfig {

    /**
     * Words in a custom field's key or a question behind which a name or contact data stands, so that its answers are not exported
     * (English, Portuguese, Spanish). Accents and case do not count; {@code *} at the end stands for any ending.
     */
    @NotNull
    @WithDefault(
            "name,names,surname,nickname,email*,e mail*,mail,phone*,telephone*,mobile,cell,cellphone,whatsapp,telegram,skype,address*,"
                    + "street,zip,postcode,postal*,linkedin*,github*,twitter,facebook,instagram,website,webpage,homepage,url,portfolio,"
                    + "passport,ssn,social security,cpf,rg,dni,nif,nome,sobrenome,apelido,telefone*,celular*,endereco*,cep,rua,"
                    + "nombre*,apellido*,correo*,telefono*,movil,direccion*,calle,codigo postal")
    List<String> contactNames();
}
