-- What a picker is told when no lead answers, and when; sites that never said get the usual.
update site set policies = '{"questionSeconds": 30, "unansweredWrongGoods": "no", "unansweredBlocked": "no",
  "unansweredLabelBad": "no", "unansweredOther": "yes"}' || policies where not policies ? 'questionSeconds';
-- An answer says from here on who gave it.
update pick_task set notice = notice || '{"by": "lead"}' where notice ->> 'kind' = 'answer';
create index exception_unanswered on exception (site, resolved_at) where kind = 'question' and resolution like 'unanswered:%';
