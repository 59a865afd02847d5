-- Keeps the last fencing token in a row. Migrations begin with it, in their own transaction:
--
--   begin;
--   select deployment_fence('billing', :token);
--   alter table …;
--   commit;
--
-- A token that is older than one that was here is refused, and with it the whole transaction. While one migrates, another waits
-- for its row. That somebody took the lock the database cannot know: ask before ("dobrobot.sh verify"), too.
create table if not exists deployment_fences (
  component text primary key,
  token bigint not null
);

create or replace function deployment_fence(for_component text, with_token bigint) returns void
language plpgsql as $$
declare
  last bigint;
begin
  insert into deployment_fences as fence (component, token)
    values (for_component, with_token)
    on conflict (component) do update set token = greatest(fence.token, excluded.token)
    returning token into last;
  if with_token < last then
    raise exception 'The token % of % is older than %, which was here already', with_token, for_component, last
      using errcode = 'insufficient_privilege';
  end if;
end
$$;
