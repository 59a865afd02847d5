-- Keeps the last fencing token of each component in a row. A migration calls it first, in its own transaction:
--
--   begin;
--   select deployment_fence('billing', :token);
--   alter table …;
--   commit;
--
-- A token older than the last one seen here is refused, and the whole transaction with it. Concurrent migrations wait for the row.
-- The database cannot know that somebody took the lock, so call "dobrobot.sh verify" first as well.
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
