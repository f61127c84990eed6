-- Why an answer isn't given in public.  Data: a reason's key, and the rule that
-- it comes from.  Texts: qa.reason.KEY in lang/.
return {
  { key = "privacy", source = "《中华人民共和国个人信息保护法》第二十五条" },
  { key = "secret", source = "《中华人民共和国政府信息公开条例》第十四条" },
  { key = "business", source = "《中华人民共和国政府信息公开条例》第十五条" },
  { key = "unlawful", source = "《网络信息内容生态治理规定》第六条" },
  { key = "insult", source = "《网络信息内容生态治理规定》第七条" },
  { key = "advert", source = "本栏目来信须知" },
  { key = "repeated", source = "本栏目来信须知" },
  { key = "unclear", source = "本栏目来信须知" },
  { key = "elsewhere", source = "本单位职责范围之外" },
}
