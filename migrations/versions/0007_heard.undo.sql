alter table turns drop column heard;
