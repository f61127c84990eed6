-- Time limits of review count working days (个工作日): a begun day of hours is
-- one.  What is under review keeps its due time.
UPDATE workflow SET steps = (SELECT json_group_array(json_object(
	'days', (coalesce(json_extract(value, '$.hours'), 24) + 23) / 24,
	'title', json_extract(value, '$.title'))) FROM json_each(workflow.steps));
