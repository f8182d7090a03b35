package com.rocketmat.sandbox.greenhouse.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** A property of a row, with its default. */
record Property(String name, JsonNode absent) {

    static Property parse(String text) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        String name = text.replaceFirst("(\\?|!|#|\\[]|\\{})$", "");
        return new Property(
                name,
                switch (text.substring(name.length())) {
                    case "?" -> NullNode.instance;
                    case "!" -> BooleanNode.FALSE;
                    case "#" -> IntNode.valueOf(0);
                    case "[]" -> json.arrayNode();
                    case "{}" -> json.objectNode();
                    default -> TextNode.valueOf("");
                });
    }
}
