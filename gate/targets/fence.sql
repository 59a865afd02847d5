-- Stores the newest fencing token of each component. Every migration begins with it, in its own transaction:
--
--   begin;
--   select deployment_fence('billing', :token);
--   alter table …;
--   commit;
--
-- An older token than the stored one fails the whole transaction. While one migration runs, another one waits for its row.
-- The database cannot know that somebody took the lock, so also run "dobrobot.sh verify" before.
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
